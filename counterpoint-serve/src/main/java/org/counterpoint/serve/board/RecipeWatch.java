package org.counterpoint.serve.board;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A recipe's run: which of its tasks runs, and how long all that are left may take. */
final class RecipeWatch implements RunWatch {
    private final FoundRun run;
    private @Nullable Stamps seen;
    private JsonNode record = JsonMapper.shared().missingNode();
    private ObjectNode summary = JsonMapper.shared().createObjectNode();

    private record Stamps(FileStamp record, long holder, double partLeft) {}

    RecipeWatch(FoundRun run) {
        this.run = run;
    }

    @Override
    public FoundRun run() {
        return run;
    }

    @Override
    public ObjectNode summary() {
        return summary;
    }

    @Override
    public boolean look(Function<Path, @Nullable TrainingWatch> parts) {
        FileStamp file = FileStamp.of(run.folder().resolve(RunJson.FILE));
        if (seen == null || !seen.record().equals(file)) {
            record = RunJson.read(run.folder().resolve(RunJson.FILE));
        }
        boolean ended = !record.path("status").asString("").equals(RUNNING);
        long holder = ended ? -1 : RunWatch.holder(run.folder(), file.millis());
        TrainingWatch part = holder < 0 ? null : part(parts);
        Stamps now = new Stamps(file, holder, part == null ? Double.NaN : part.left());
        if (now.equals(seen)) {
            return false;
        }
        seen = now;
        summary = summary(now, parts);
        return true;
    }

    private @Nullable TrainingWatch part(Function<Path, @Nullable TrainingWatch> parts) {
        for (JsonNode task : record.path("tasks")) {
            if (task.path("status").asString("").equals(RUNNING)) {
                return found(task, parts);
            }
        }
        return null;
    }

    private @Nullable TrainingWatch found(JsonNode task, Function<Path, @Nullable TrainingWatch> parts) {
        for (Path place : RunFinder.places(run.folder(), task.path("id").asString(""))) {
            TrainingWatch part = parts.apply(place);
            if (part != null) {
                return part;
            }
        }
        return null;
    }

    private ObjectNode summary(Stamps now, Function<Path, @Nullable TrainingWatch> parts) {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        String recipe = record.path("recipe").asString("");
        String status = record.path("status").asString("");
        node.put("id", run.id())
                .put("name", run.name())
                .put("kind", "recipe")
                .put("method", recipe.substring(recipe.lastIndexOf('/') + 1))
                .put(
                        "status",
                        status.equals("done")
                                ? FINISHED
                                : status.equals(RUNNING) && now.holder() < 0 ? STOPPED : status)
                .put("written", now.record().millis());
        ArrayNode tasks = node.putArray("tasks");
        double others = 0;
        double own = 0;
        long done = 0;
        for (JsonNode task : record.path("tasks")) {
            ObjectNode one = tasks.addObject();
            String is = task.path("status").asString("");
            one.put("id", task.path("id").asString(""))
                    .put("kind", task.path("kind").asString(""))
                    .put("status", is.equals(RUNNING) && now.holder() < 0 ? STOPPED : is)
                    .put("seconds", task.path("seconds").asDouble(0))
                    .put("message", task.path("message").asString(null));
            TrainingWatch part = found(task, parts);
            if (part != null) {
                one.put("run", part.run().id());
            }
            double expected = task.path("expected_seconds").asDouble(0);
            if (is.equals(RUNNING)) {
                double since = (System.currentTimeMillis() - now.record().millis()) / 1e3;
                own = Double.isNaN(now.partLeft()) ? Math.max(0, expected - since) : now.partLeft();
            } else if (is.equals("to do")) {
                others += expected;
            } else {
                done++;
            }
        }
        node.put("step", done).put("steps", tasks.size());
        if (now.holder() >= 0) {
            node.put("left", own + others).put("at", System.currentTimeMillis());
        }
        return node;
    }
}
