package org.counterpoint.answer.files;

import java.nio.file.Path;
import org.counterpoint.store.hub.HubCache;
import org.jspecify.annotations.Nullable;

/** What a model is called where nobody named it. */
public final class ModelNames {

    private ModelNames() {}

    /** The folder's name; of a run's {@code final} the run's name, of a snapshot in the Hugging Face cache the model's. */
    public static String of(Path model) {
        String fetched = HubCache.nameOf(model);
        if (fetched != null) {
            return fetched;
        }
        Path path = model.toAbsolutePath().normalize();
        @Nullable Path parent = path.getParent();
        String leaf = String.valueOf(path.getFileName());
        boolean nameless = leaf.equals("final") && parent != null && parent.getFileName() != null;
        return nameless && parent != null ? String.valueOf(parent.getFileName()) : leaf;
    }
}
