package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.counterpoint.data.InputException;
import org.counterpoint.report.ReportPage;
import org.counterpoint.report.recipe.RecipeReport;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.jspecify.annotations.Nullable;

/** One HTML file of some stages and of all that they were made from. */
public record ReportKind() implements StageKind<ReportKind.Heading> {
    private static final String FROM = "from";
    private static final String FILE = "report.html";

    private static final StageForm<Heading> FORM = SchemaForm.of(
            new Schema<>(
                    List.of(Setting.text("title", null, "the page's heading (the stage's name)")),
                    values -> new Heading(values.optionalText("title"))),
            Field.input(
                    FROM,
                    Field.Arity.ALL,
                    "stages of this recipe",
                    Content.VERDICTS,
                    Content.MODEL,
                    Content.ANSWERS,
                    Content.ROWS));

    /** @param title null for the stage's name */
    record Heading(@Nullable String title) {}

    @Override
    public String name() {
        return "report";
    }

    @Override
    public String meaning() {
        return "one HTML file of stages and of what they were made from";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public StageForm<Heading> form() {
        return FORM;
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("report", new Output(Content.REPORT, FILE));
    }

    @Override
    public boolean namesInputs() {
        return true;
    }

    @Override
    public Forecast forecast(Expected<Heading> expected) {
        return Forecast.rows(Map.of(), expected.input(FROM).rows(), 5_000);
    }

    @Override
    public void run(StageRun<Heading> run) {
        List<String> ids = new ArrayList<>();
        Path root = null;
        for (InputFile input : run.inputs(FROM)) {
            if (input.stage() == null) {
                throw new InputException("a report takes stages of its recipe, and " + input.path()
                        + " is none; counterpoint winrate and counterpoint report make pages of files and folders");
            }
            ids.add(input.stage());
            root = root(input.path(), Path.of(input.stage()));
        }
        String title = run.choices().title();
        Path page = run.folder().resolve(FILE);
        ReportPage.write(RecipeReport.of(title == null ? run.name() : title, Objects.requireNonNull(root), ids), page);
    }

    /** The run's folder, in which an artifact lies under its task's name. */
    private static Path root(Path output, Path id) {
        Path artifact = output.toAbsolutePath();
        while (!artifact.endsWith(id)) {
            artifact = Objects.requireNonNull(artifact.getParent());
        }
        for (int i = 0; i < id.getNameCount(); i++) {
            artifact = Objects.requireNonNull(artifact.getParent());
        }
        return artifact;
    }
}
