package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.counterpoint.store.WholeFile;
import org.counterpoint.train.batch.StoreSummary;
import org.counterpoint.train.rollout.PromptSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a run's data came to, of training and of evaluation: counts, and where much of it is lost. */
final class DataFile {
    static final String NAME = "data.json";

    private static final JsonMapper JSON = JsonMapper.shared();

    private DataFile() {}

    static void write(Path file, StoreSummary training, @Nullable StoreSummary evaluation) throws IOException {
        write(file, json(training), evaluation == null ? null : json(evaluation));
    }

    /** The same of prompts that are answered. */
    static void write(Path file, PromptSet training, @Nullable PromptSet evaluation) throws IOException {
        write(file, json(training), evaluation == null ? null : json(evaluation));
    }

    private static void write(Path file, ObjectNode training, @Nullable ObjectNode evaluation) throws IOException {
        ObjectNode all = JSON.createObjectNode();
        all.set("training", training);
        if (evaluation != null) {
            all.set("evaluation", evaluation);
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

    private static ObjectNode json(PromptSet prompts) {
        ObjectNode json = JSON.createObjectNode();
        json.put("prompts", prompts.prompts().size());
        json.set("set_aside", JSON.valueToTree(prompts.setAside()));
        json.set("losses", JSON.valueToTree(prompts.losses()));
        return json;
    }
}
