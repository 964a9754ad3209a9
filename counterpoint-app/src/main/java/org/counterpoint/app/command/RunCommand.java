package org.counterpoint.app.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.counterpoint.app.ExitCode;
import org.counterpoint.console.Console;
import org.counterpoint.console.FailureText;
import org.counterpoint.data.InputException;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.recipe.Recipe;
import org.counterpoint.recipe.RecipeReader;
import org.counterpoint.recipe.plan.Plan;
import org.counterpoint.recipe.plan.Planner;
import org.counterpoint.recipe.run.DryRun;
import org.counterpoint.recipe.run.RunReport;
import org.counterpoint.recipe.run.Runner;
import org.counterpoint.recipe.stage.StageKinds;
import org.counterpoint.report.ReportPage;
import org.counterpoint.report.recipe.RecipeReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** All stages of a recipe. */
@Command(
        name = "run",
        header = "Run a recipe: all its stages, with what is done already left as it is.",
        description = {
            "Checks the whole recipe first and reports all faults at once. A stage whose inputs, settings and code are"
                    + " as before is not done again; a run that was stopped goes on where it stood when the same command"
                    + " is given again. An arm that fails leaves the others to go on (exit code 1 at the end)."
        },
        footer = {
            "Examples:",
            "  counterpoint run recipes/demo.yaml --dry-run",
            "  counterpoint run recipe.yaml --out run --set dpo.beta=0.2 --seed 7"
        })
public final class RunCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "RECIPE", description = "The recipe's file.")
    Path recipe = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", description = "The run's folder (runs/NAME, after the recipe).")
    @Nullable
    Path out;

    @Option(names = "--dry-run", description = "Show what is done and what is to do, and do nothing.")
    boolean dryRun;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "A setting, such as dpo.beta=0.2; often.")
    List<String> set = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "The same as --set seed=N.")
    @Nullable
    Long seed;

    @Option(names = "--redo", description = "Make artifacts anew that were changed by hand; the changes are lost.")
    boolean redo;

    @Option(names = "--force", description = "Start stages also where less memory is free than they will take.")
    boolean force;

    @Mixin
    JsonOption json = new JsonOption();

    public RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<String> overrides = new ArrayList<>(set);
        if (seed != null) {
            overrides.add("seed=" + seed);
        }
        YamlFaults faults = new YamlFaults();
        Recipe read = RecipeReader.read(recipe, overrides, StageKinds.all(), faults);
        Plan plan = Planner.plan(read, faults);
        faults.throwIfAny(recipe.toString());
        Path folder = out == null ? defaultOut() : out;
        if (dryRun) {
            new PlanTable(console).print(DryRun.of(plan, folder), folder, json.given);
            return ExitCode.DONE;
        }
        RunReport report = Runner.run(plan, folder, overrides, new Runner.Insistence(redo, force), 1, console);
        return tell(report, folder, writePage(folder));
    }

    /** What was done is done, whether or not it can be shown. */
    private boolean writePage(Path folder) {
        Path page = folder.resolve("report.html");
        try {
            ReportPage.write(RecipeReport.of(String.valueOf(recipe.getFileName()), List.of(folder)), page);
            return true;
        } catch (InputException | UncheckedIOException e) {
            console.note("the report " + page + " could not be written: " + FailureText.of(e));
            return false;
        }
    }

    private Path defaultOut() {
        String file = String.valueOf(recipe.getFileName());
        return Path.of("runs").resolve(file.replaceFirst("\\.ya?ml$", ""));
    }

    private int tell(RunReport report, Path folder, boolean page) {
        if (json.given) {
            console.json(report);
        } else {
            long before = report.count("done before");
            console.result(report.count("done") + " stages done"
                    + (before > 0 ? ", " + before + " were done before" : "") + ", in " + folder);
            for (RunReport.Entry task : report.tasks()) {
                if (task.message() != null) {
                    console.result(task.id() + " " + task.status() + ": " + task.message());
                }
            }
        }
        if (!json.given && page) {
            console.result("report: " + folder.resolve("report.html"));
        }
        if (report.onlyInputFaults()) {
            return ExitCode.WRONG_INPUT;
        }
        return report.status().equals("done") ? ExitCode.DONE : ExitCode.FAILED;
    }
}
