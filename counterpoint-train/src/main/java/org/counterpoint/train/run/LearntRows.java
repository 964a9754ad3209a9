package org.counterpoint.train.run;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Origin;
import org.counterpoint.data.write.JsonForms;
import org.counterpoint.store.WholeFile;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.TokenStore;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.curriculum.Draw;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.source.FileSteps;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code learnt.jsonl} in a finished run: a line a group of which a step learnt anything, with those of its pairs (or
 * responses) that had a weight at any step, and the rows they were read from. Weights are pure functions of settings, step and
 * group, so the file is the same however often the run was stopped.
 */
public final class LearntRows {
    /** The file's name in a run's folder. */
    public static final String FILE = "learnt.jsonl";

    /**
     * A response and where it was read.
     *
     * @param sample which of the model's answers in the group, from 0
     */
    public record Place(String model, int sample, Origin origin) {}

    /**
     * What was learnt from.
     *
     * @param id of the group
     * @param type the pair's; a response's model
     * @param rejected null for a response by itself
     */
    public record Row(
            String id, String type, Place chosen, @Nullable Place rejected) {}

    private LearntRows() {}

    /** @throws InputException where the file is none of ours */
    public static void read(Path file, Consumer<Row> sink) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode group = JsonMapper.shared().readTree(line);
                String id = group.path("id").asString("");
                for (JsonNode pair : group.path("pairs")) {
                    sink.accept(new Row(
                            id,
                            pair.path("type").asString(""),
                            place(pair.path("chosen")),
                            place(pair.path("rejected"))));
                }
                for (JsonNode response : group.path("responses")) {
                    Place place = place(response);
                    sink.accept(new Row(id, place.model(), place, null));
                }
            }
        } catch (JacksonException e) {
            throw new InputException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    private static Place place(JsonNode json) {
        return new Place(
                json.path("model").asString(""),
                json.path("sample").asInt(0),
                new Origin(
                        json.path("file").asString(""),
                        json.path("line").asLong(0),
                        json.path("element").asLong(0)));
    }

    static void write(Path file, TrainSettings settings, Prepared prepared) throws IOException {
        TokenStore store = prepared.data().store();
        List<BitSet> learnt = weighed(settings, prepared, store);
        Path work = WholeFile.beside(file);
        try (BufferedWriter out = Files.newBufferedWriter(work, StandardCharsets.UTF_8)) {
            for (int g = 0; g < store.size(); g++) {
                if (!learnt.get(g).isEmpty()) {
                    boolean responses = prepared.algorithm().learnsResponses();
                    out.write(line(store.read(g), learnt.get(g), responses) + "\n");
                }
            }
        }
        WholeFile.publish(work, file);
    }

    /** Of each group those candidates that weigh anything at any step. */
    private static List<BitSet> weighed(TrainSettings settings, Prepared prepared, TokenStore store)
            throws IOException {
        List<BitSet> weighed = new ArrayList<>();
        for (int g = 0; g < store.size(); g++) {
            weighed.add(new BitSet());
        }
        FileSteps source = new FileSteps(settings, store);
        long open = store.size();
        for (long step = 0; step < source.steps() && open > 0; step++) {
            double t = Curriculum.progress(step, source.steps());
            for (PreparedGroup group : source.groups(step)) {
                BitSet of = weighed.get(group.ordinal());
                List<String> candidates = prepared.algorithm().candidates(group);
                if (of.cardinality() == candidates.size()) {
                    continue;
                }
                double[] weights = prepared.curriculum()
                        .weights(candidates, t, new Draw(settings.seed(), source.epoch(step), group.id()));
                for (int i = 0; i < weights.length; i++) {
                    if (weights[i] > 0) {
                        of.set(i);
                    }
                }
                open -= of.cardinality() == candidates.size() ? 1 : 0;
            }
        }
        return weighed;
    }

    private static ObjectNode line(PreparedGroup group, BitSet learnt, boolean responses) {
        ObjectNode line = JsonMapper.shared().createObjectNode().put("id", group.id());
        ArrayNode rows = line.putArray(responses ? "responses" : "pairs");
        learnt.stream().forEach(i -> {
            if (responses) {
                put(rows.addObject(), group.responses().get(i));
            } else {
                PreparedGroup.Preference pair = group.pairs().get(i);
                ObjectNode row = rows.addObject().put("type", pair.type());
                put(row.putObject("chosen"), group.responses().get(pair.chosen()));
                put(row.putObject("rejected"), group.responses().get(pair.rejected()));
            }
        });
        return line;
    }

    private static void put(ObjectNode json, PreparedGroup.Answer answer) {
        json.put("model", answer.model());
        if (answer.sample() > 0) {
            json.put("sample", answer.sample());
        }
        JsonForms.place(json, answer.origin());
    }
}
