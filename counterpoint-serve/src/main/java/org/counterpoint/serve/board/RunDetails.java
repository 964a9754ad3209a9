package org.counterpoint.serve.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a page shows of one run beyond its line in the list, read when it is asked for. */
final class RunDetails {
    private final RecentFiles<CurveFile> curves = new RecentFiles<>(CurveFile::new);
    private final RecentFiles<LeftOut> ledgers = new RecentFiles<>(LeftOut::new);

    /** The curves of a training run; none of a recipe's. */
    ObjectNode curves(FoundRun run, CurveFile.Wish wish) {
        try {
            return curves.of(run.folder().resolve(RunJson.METRICS)).curves(wish);
        } catch (IOException e) {
            throw new UncheckedIOException("the metrics cannot be read: " + e.getMessage(), e);
        }
    }

    /** Settings, inputs, what was left out, and the latest texts. */
    ObjectNode of(FoundRun run) {
        JsonNode record = RunJson.read(run.folder().resolve(RunJson.FILE));
        ObjectNode node = JsonMapper.shared()
                .createObjectNode()
                .put("id", run.id())
                .put("folder", run.folder().toString());
        try {
            if (run.isRecipe()) {
                recipe(run, record, node);
            } else {
                training(run, record, node);
            }
        } catch (IOException | DirectoryIteratorException e) {
            node.put("fault", String.valueOf(e.getMessage()));
        }
        return node;
    }

    private void training(FoundRun run, JsonNode record, ObjectNode node) throws IOException {
        ObjectNode settings = node.putObject("settings");
        for (String part : new String[] {"inputs", "settings"}) {
            for (Map.Entry<String, JsonNode> entry : record.path(part).properties()) {
                settings.set(entry.getKey(), entry.getValue());
            }
        }
        ArrayNode notes = node.putArray("notes");
        RunJson.read(run.folder().resolve("data.json"))
                .path("training")
                .path("losses")
                .forEach(notes::add);
        node.putObject("left_out")
                .set("", ledgers.of(run.folder().resolve(LeftOut.LEDGER)).counts());
        node.set("samples", Samples.of(run.folder().resolve(Samples.ROLLOUTS)));
    }

    private void recipe(FoundRun run, JsonNode record, ObjectNode node) throws IOException {
        node.put("about", record.path("about").asString(""));
        ObjectNode settings = node.putObject("settings");
        settings.set("recipe", record.path("recipe"));
        settings.set("seed", record.path("seed"));
        settings.set("overrides", record.path("overrides"));
        ObjectNode leftOut = node.putObject("left_out");
        ArrayNode samples = JsonMapper.shared().createArrayNode();
        String from = "";
        for (JsonNode task : record.path("tasks")) {
            String id = task.path("id").asString("");
            boolean running = task.path("status").asString("").equals(RunWatch.RUNNING);
            ObjectNode counts = JsonMapper.shared().createObjectNode();
            for (Path place : RunFinder.places(run.folder(), id)) {
                count(place, counts);
                // Those of the stage that runs, or else of the last that has any.
                ArrayNode own = Samples.ofStage(place);
                if (!own.isEmpty() && (running || !from.startsWith("> "))) {
                    samples = own;
                    from = (running ? "> " : "") + id;
                }
            }
            if (!counts.isEmpty()) {
                leftOut.set(id, counts);
            }
        }
        node.put("samples_of", from.startsWith("> ") ? from.substring(2) : from);
        node.set("samples", samples);
    }

    private void count(Path folder, ObjectNode counts) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + LeftOut.LEDGER)) {
            for (Path file : files) {
                for (Map.Entry<String, JsonNode> reason :
                        ledgers.of(file).counts().properties()) {
                    counts.put(
                            reason.getKey(),
                            counts.path(reason.getKey()).asLong(0)
                                    + reason.getValue().asLong(0));
                }
            }
        }
    }
}
