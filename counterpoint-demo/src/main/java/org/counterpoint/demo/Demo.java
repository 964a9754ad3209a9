package org.counterpoint.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.counterpoint.console.Console;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.demo.world.TaskFile;
import org.counterpoint.recipe.Recipe;
import org.counterpoint.recipe.RecipeReader;
import org.counterpoint.recipe.plan.Plan;
import org.counterpoint.recipe.plan.Planner;
import org.counterpoint.recipe.run.RunReport;
import org.counterpoint.recipe.run.Runner;
import org.counterpoint.recipe.stage.StageKinds;
import org.counterpoint.report.ReportPage;
import org.counterpoint.report.recipe.Grades;

/** Runs the embedded recipe in a folder and says what came out. */
public final class Demo {

    private final Path folder;
    private final DemoSize size;
    private final Console console;

    public Demo(Path folder, DemoSize size, Console console) {
        this.folder = folder;
        this.size = size;
        this.console = console;
    }

    /**
     * What came out.
     *
     * @param lines for a person
     * @param standings for a script
     * @param report the page
     */
    public record Outcome(List<String> lines, Map<String, Object> standings, Path report) {}

    /**
     * Does what is not done yet.
     *
     * @throws org.counterpoint.data.InputException if the folder holds something else
     * @throws IllegalStateException if a stage failed; its message was printed
     */
    public Outcome run() throws IOException {
        Embedded.writeTo(folder);
        Path recipe = folder.resolve(Embedded.RECIPE);
        YamlFaults faults = new YamlFaults();
        Recipe read = RecipeReader.read(recipe, size.overrides(), StageKinds.all(), faults);
        Plan plan = Planner.plan(read, faults);
        faults.throwIfAny(recipe.toString());
        Path run = folder.resolve("run");
        // Its stages use one thread each, and are too small for more.
        int atOnce = Runtime.getRuntime().availableProcessors();
        RunReport done = Runner.run(plan, run, size.overrides(), Runner.Insistence.NONE, atOnce, console);
        if (!done.status().equals("done")) {
            throw new IllegalStateException(
                    "stages of the demo failed (see above); the same command does them again, and only them");
        }
        Grades grades = Grades.read(run.resolve("grades/grades.jsonl"));
        List<Standing> standings = Standing.all(grades);
        List<Difference> differences = Difference.all(grades);
        List<Teacher> teachers = Teacher.all(folder);
        Map<String, TaskFile.Key> tasks = TaskFile.read(folder.resolve(Embedded.TRAINING_TASKS));
        List<PairTruth> pairs = PairTruth.all(run.resolve("pairs/pairs.jsonl"), tasks);
        List<OwnAnswers> own = OwnAnswers.all(run.resolve("train"), tasks);
        Path page = folder.resolve("report.html");
        ReportPage.write(DemoReport.of(grades, differences, teachers, pairs, own, run), page);
        return new Outcome(
                lines(standings, differences, teachers, pairs),
                Map.of(
                        "arms",
                        DemoTable.map(standings),
                        "differences",
                        differences.stream().map(Difference::map).toList()),
                page);
    }

    private static List<String> lines(
            List<Standing> standings, List<Difference> differences, List<Teacher> teachers, List<PairTruth> pairs) {
        List<String> lines = new ArrayList<>();
        teachers.forEach(teacher -> lines.add(teacher.toString()));
        pairs.forEach(pair -> lines.add(pair.toString()));
        lines.add("");
        lines.addAll(DemoTable.lines(standings));
        lines.add("");
        lines.add(DemoTable.method(standings));
        lines.add("");
        lines.add("Points of mean grade more, with 95 % intervals that hold for all of these at once:");
        differences.forEach(difference -> lines.add(difference.toString()));
        lines.add("");
        lines.add(Conclusion.of(standings));
        return lines;
    }
}
