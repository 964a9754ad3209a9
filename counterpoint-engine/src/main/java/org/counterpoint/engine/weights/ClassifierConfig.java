package org.counterpoint.engine.weights;

import java.nio.file.Path;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.Architecture;
import tools.jackson.databind.node.ObjectNode;

/** A language model's {@code config.json} as that of a sequence classifier with one label over the same layers. */
final class ClassifierConfig {
    private static final String LABEL = "LABEL_0";

    private ClassifierConfig() {}

    /** The bytes themselves where they are a classifier's already. */
    static byte[] of(Path file, byte[] bytes) {
        JsonObject json = JsonObject.parse(file, bytes);
        Architecture config = Architecture.parse(json);
        if (config.labels() > 0) {
            return bytes;
        }
        ObjectNode changed = json.node().deepCopy();
        changed.putArray("architectures")
                .add(config.family()
                        .classifier()
                        .orElseThrow(() -> new ModelException(file + ": transformers has no sequence classifier beside "
                                + config.name() + ": take a model of another family as a reward model")));
        changed.putObject("id2label").put("0", LABEL);
        changed.putObject("label2id").put(LABEL, 0);
        changed.remove("num_labels");
        return JsonObject.pretty(changed);
    }
}
