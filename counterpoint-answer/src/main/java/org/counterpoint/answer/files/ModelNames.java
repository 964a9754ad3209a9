package org.counterpoint.answer.files;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a model is called where nobody named it. */
public final class ModelNames {

    private ModelNames() {}

    /** The folder's name; of a run's {@code final} the run's name. */
    public static String of(Path model) {
        Path path = model.toAbsolutePath().normalize();
        @Nullable Path parent = path.getParent();
        String leaf = String.valueOf(path.getFileName());
        boolean nameless = leaf.equals("final") && parent != null && parent.getFileName() != null;
        return nameless && parent != null ? String.valueOf(parent.getFileName()) : leaf;
    }
}
