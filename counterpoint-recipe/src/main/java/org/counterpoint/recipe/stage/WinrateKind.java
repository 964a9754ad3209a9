package org.counterpoint.recipe.stage;

import java.util.Map;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Reasons;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.WinrateChoices;
import org.counterpoint.eval.figures.WinrateJob;
import org.counterpoint.report.winrate.WinrateFiles;

/** Figures of verdicts: what the command {@code winrate} writes. */
public record WinrateKind() implements StageKind<WinrateChoices> {
    private static final String ANNOTATIONS = "annotations";
    private static final double ROWS_A_SECOND = 1_000;

    private static final StageForm<WinrateChoices> FORM = SchemaForm.of(
                    WinrateChoices.SCHEMA,
                    Field.input(ANNOTATIONS, Field.Arity.ALL, "verdicts, in the order to compare", Content.VERDICTS),
                    Field.optionalInput(
                            "difficulty_table",
                            Field.Arity.ONE,
                            "difficulty by instruction",
                            Content.TEXT,
                            Content.ROWS),
                    Field.optionalInput(
                            "categories",
                            Field.Arity.SEVERAL,
                            "category, skill or level by instruction",
                            Content.TEXT,
                            Content.ROWS))
            .knownBy(Known.NAMES);

    @Override
    public String name() {
        return "winrate";
    }

    @Override
    public String meaning() {
        return "win rates with intervals and comparisons";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public StageForm<WinrateChoices> form() {
        return FORM;
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("figures", new Output(Content.FIGURES, "winrate.json"));
    }

    @Override
    public Forecast forecast(Expected<WinrateChoices> expected) {
        return Forecast.rows(Map.of(), expected.input(ANNOTATIONS).rows(), ROWS_A_SECOND);
    }

    @Override
    public void run(StageRun<WinrateChoices> run) {
        WinrateChoices choices = run.choices();
        MemoryLedger ledger = new MemoryLedger();
        Analysis analysis;
        try (ProgressDisplay display = run.display()) {
            analysis = WinrateJob.run(
                    run.inputs(ANNOTATIONS).stream().map(InputFile::path).toList(), Map.of(), choices, ledger, display);
        }
        WinrateFiles.write(run.folder(), analysis, choices.detect(), ledger.entries(), true);
        run.console()
                .note("  figures of " + analysis.files().size() + " files"
                        + (ledger.entries().isEmpty()
                                ? ""
                                : ", " + ledger.entries().size() + " rows not used, see the ledger"));
        Partial.check(
                run, ledger.entries().stream().anyMatch(entry -> entry.reason().equals(Reasons.TRUNCATED_FILE)));
    }
}
