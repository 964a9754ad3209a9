package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.counterpoint.store.WholeFile;
import org.counterpoint.train.batch.StoreSummary;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a run's data came to, of training and of evaluation: counts, and where much of it is lost. */
final class DataFile {
    static final String NAME = "data.json";

    private static final JsonMapper JSON = JsonMapper.shared();

    private DataFile() {}

    static void write(Path file, StoreSummary training, @Nullable StoreSummary evaluation) throws IOException {
        ObjectNode all = JSON.createObjectNode();
        all.set("training", json(training));
        if (evaluation != null) {
            all.set("evaluation", json(evaluation));
        }
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
        WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode json(StoreSummary data) {
        ObjectNode json = JSON.createObjectNode();
        json.put("groups", data.groups())
                .put("responses", data.responses())
                .put("tokens", data.tokens())
                .put("truncated", data.truncated());
        json.set("pairs", JSON.valueToTree(data.pairs()));
        json.set("lost_pairs", JSON.valueToTree(data.lostPairs()));
        json.set("set_aside", JSON.valueToTree(data.setAside()));
        json.set("losses", JSON.valueToTree(data.losses()));
        return json;
    }
}
