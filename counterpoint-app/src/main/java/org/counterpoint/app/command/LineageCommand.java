package org.counterpoint.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.counterpoint.app.ExitCode;
import org.counterpoint.console.Console;
import org.counterpoint.recipe.lineage.LineageText;
import org.counterpoint.recipe.lineage.Made;
import org.counterpoint.recipe.lineage.TracedPairs;
import org.counterpoint.recipe.lineage.Tracer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an artifact was made from. */
@Command(
        name = "lineage",
        header = "Show what an artifact was made from, back to the rows of the input files.",
        description = {
            "PATH is anything that a recipe's stage or a command made: a checkpoint, a file of pairs, answers. What is"
                    + " no longer as it was when it was used is marked."
        },
        footer = {
            "Examples:",
            "  counterpoint lineage run/dpo/linear-seed1/final",
            "  counterpoint lineage run/dpo/linear-seed1/final --rows | grep davinci.json:17",
            "  counterpoint lineage parts/train.jsonl --json"
        })
public final class LineageCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "PATH", description = "A file or folder.")
    Path path = Path.of("");

    @Option(names = "--rows", description = "List every pair that it learnt from, with the rows of its two answers.")
    boolean rows;

    @Mixin
    JsonOption json = new JsonOption();

    public LineageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Made made = Tracer.trace(path);
        if (json.given) {
            Map<String, Object> value = new LinkedHashMap<>(made.toMap());
            if (rows) {
                List<TracedPairs.Line> lines = new ArrayList<>();
                TracedPairs.list(made, lines::add);
                value.put("rows", lines);
            }
            console.json(value);
        } else if (rows) {
            TracedPairs.list(made, line -> console.result(text(line)));
        } else {
            LineageText.of(made, Path.of("")).forEach(console::result);
        }
        return ExitCode.DONE;
    }

    private static String text(TracedPairs.Line line) {
        TracedPairs.Place rejected = line.rejected();
        return String.join(
                "\t",
                line.used(),
                line.id(),
                line.type(),
                line.chosen().from(),
                rejected == null ? "" : rejected.from());
    }
}
