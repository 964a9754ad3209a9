package org.counterpoint.eval.annotations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.data.Progress;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Annotation files for tests. */
public final class AnnotationFiles {
    private AnnotationFiles() {}

    public static ObjectNode row(String instruction, @Nullable Object preference) {
        ObjectNode row = JsonMapper.shared()
                .createObjectNode()
                .put("instruction", instruction)
                .put("output_1", "the baseline's answer to " + instruction)
                .put("generator_1", "base")
                .put("output_2", "the model's answer to " + instruction)
                .put("generator_2", "model")
                .put("annotator", "judge");
        row.putPOJO("preference", preference);
        return row;
    }

    public static Path write(Path file, List<ObjectNode> rows) throws IOException {
        return Files.writeString(file, JsonMapper.shared().writeValueAsString(rows));
    }

    public static AnnotationSet read(Path file) {
        return AnnotationSets.read(file, AnnotationChoice.MOST, entry -> {}, Progress.NONE);
    }
}
