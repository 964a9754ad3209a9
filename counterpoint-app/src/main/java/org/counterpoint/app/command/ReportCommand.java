package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.counterpoint.console.Console;
import org.counterpoint.data.write.OutputFile;
import org.counterpoint.report.ReportPage;
import org.counterpoint.report.recipe.RecipeReport;
import org.counterpoint.report.training.TrainingReport;
import org.counterpoint.report.training.TrainingRun;
import org.counterpoint.store.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One HTML file of a run, or of several side by side. */
@Command(
        name = "report",
        header = "Write one HTML file of a run, or of several side by side.",
        description = {
            "Training curves, settings, what was left out. The file needs nothing else: it opens offline, in light and"
                    + " dark, on a phone, and prints."
        },
        footer = {
            "Examples:",
            "  counterpoint report dpo --out dpo.html",
            "  counterpoint report sft dpo slic --out arms.html --title \"Three arms\"",
            "  counterpoint report demo --out curves.html"
        })
public final class ReportCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "RUN",
            description = "Folders of training runs, or of a recipe's run: then all training runs in it.")
    List<Path> runs = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The HTML file to write.")
    Path out = Path.of("");

    @Option(names = "--title", paramLabel = "TEXT", defaultValue = "Training", description = "The page's heading.")
    String title = "";

    @Mixin
    OverwriteOption overwrite = new OverwriteOption();

    public ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        // Runs grow: a report of the same runs is always made anew.
        Provenance record = Provenance.of("report", Map.of()).from("runs", runs);
        try (OutputFile file = OutputFile.claim(out, record, overwrite.given)) {
            if (runs.stream().allMatch(RecipeReport::isRun)) {
                ReportPage.write(RecipeReport.of(title, runs), file.staging());
                file.commit();
                console.result(out + ": " + runs.size() + (runs.size() == 1 ? " run" : " runs") + " of recipes");
                return 0;
            }
            List<TrainingRun> read =
                    runs.stream().flatMap(run -> TrainingRun.in(run).stream()).toList();
            ReportPage.write(TrainingReport.of(title, read), file.staging());
            file.commit();
            console.result(out + ": " + read.size() + (read.size() == 1 ? " training run" : " training runs"));
        }
        return 0;
    }
}
