package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.console.Console;
import org.counterpoint.console.Durations;
import org.counterpoint.recipe.run.DryRun;
import org.jspecify.annotations.Nullable;

/** Prints a plan. */
record PlanTable(Console console) {

    private static Map<String, @Nullable Object> json(DryRun.Line line) {
        Map<String, @Nullable Object> task = new LinkedHashMap<>();
        task.put("id", line.id());
        task.put("kind", line.kind());
        task.put("state", line.state());
        task.put("why", line.why());
        task.put("tokens", line.tokens());
        task.put("seconds", line.seconds());
        task.put("cost", line.cost());
        if (line.plan() != null) {
            task.put("plan", line.plan().json());
        }
        return task;
    }

    void print(List<DryRun.Line> lines, Path folder, boolean json) {
        long tokens = lines.stream().mapToLong(DryRun.Line::tokens).sum();
        double seconds = lines.stream().mapToDouble(DryRun.Line::seconds).sum();
        double cost = lines.stream().mapToDouble(DryRun.Line::cost).sum();
        if (json) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("out", folder.toString());
            value.put("tasks", lines.stream().map(PlanTable::json).toList());
            value.put("tokens", tokens);
            value.put("seconds", seconds);
            value.put("cost", cost);
            console.json(value);
            return;
        }
        int width = lines.stream().mapToInt(line -> line.id().length()).max().orElse(0);
        String row = "%-" + width + "s  %-8s  %-6s  %12s  %10s  %s";
        console.result(String.format(Locale.ROOT, row, "stage", "kind", "state", "tokens", "time", "")
                .stripTrailing());
        for (DryRun.Line line : lines) {
            boolean done = line.state().equals("done");
            console.result(String.format(
                            Locale.ROOT,
                            row,
                            line.id(),
                            line.kind(),
                            line.state(),
                            done || line.tokens() == 0 ? "" : String.format(Locale.ROOT, "%,d", line.tokens()),
                            done ? "" : Durations.about(line.seconds()),
                            line.why() == null ? "" : line.why())
                    .stripTrailing());
        }
        for (DryRun.Line line : lines) {
            if (line.plan() != null) {
                console.result(line.id() + " takes " + TrainingPlanText.line(line.plan()));
            }
        }
        long toDo = lines.stream().filter(line -> !line.state().equals("done")).count();
        console.result(String.format(
                Locale.ROOT,
                "%d done, %d to do: about %,d tokens, %s%s (a guess, good to a factor of two or three where the machine does nothing else); in %s",
                lines.size() - toDo,
                toDo,
                tokens,
                Durations.about(seconds),
                cost > 0 ? String.format(Locale.ROOT, ", at most %.2f in the prices' money", cost) : "",
                folder));
    }
}
