package org.counterpoint.recipe.stage;

import java.util.Map;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.Counts;
import org.counterpoint.pairs.export.ExportChoices;
import org.counterpoint.pairs.export.ExportJob;
import org.counterpoint.pairs.export.ExportSummary;

/** Pairs in another program's form: what the command {@code export} does. The artifact is the folder. */
public record ExportKind() implements StageKind<ExportChoices> {
    private static final String DATA = "data";
    private static final double PAIRS_A_SECOND = 20_000;

    private static final StageForm<ExportChoices> FORM = SchemaForm.of(
                    ExportChoices.SCHEMA,
                    Field.input(DATA, Field.Arity.ONE, "groups or pairs", Content.ROWS),
                    Field.optionalInput(
                            "origins",
                            Field.Arity.ONE,
                            "origins.jsonl of a pairs stage (the one beside the data)",
                            Content.ROWS))
            .knownBy(Known.NAMES);

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String meaning() {
        return "pairs in the form that another training program reads";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public StageForm<ExportChoices> form() {
        return FORM;
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("card", new Output(Content.DATASET, "README.md"));
    }

    @Override
    public Forecast forecast(Expected<ExportChoices> expected) {
        return Forecast.rows(Map.of(), expected.input(DATA).rows(), PAIRS_A_SECOND);
    }

    @Override
    public void run(StageRun<ExportChoices> run) {
        ExportSummary summary;
        try (ProgressDisplay display = run.display()) {
            summary = ExportJob.run(
                    new ExportJob.Settings(run.input(DATA).path(), run.choices(), run.folder(), true), display);
        }
        run.console()
                .note("  " + summary.pairs() + " pairs on " + summary.groups() + " prompts as "
                        + summary.format().wireName()
                        + (summary.setAside().isEmpty() ? "" : ", left out: " + Counts.words(summary.setAside())));
        Partial.check(run, summary.truncated());
    }
}
