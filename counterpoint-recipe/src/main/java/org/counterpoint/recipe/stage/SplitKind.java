package org.counterpoint.recipe.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.pairs.SplitChoices;
import org.counterpoint.pairs.SplitJob;
import org.counterpoint.pairs.SplitSummary;

/** Holds prompts out, with all their rows. */
public record SplitKind() implements StageKind<SplitChoices> {
    private static final double ROWS_A_SECOND = 50_000;

    private static final StageForm<SplitChoices> FORM = SchemaForm.of(
                    SplitChoices.SCHEMA,
                    Field.input("data", Field.Arity.ONE, "what to split", Content.ROWS, Content.ANSWERS))
            .requiring(SplitChoices.HELD_OUT);

    @Override
    public String name() {
        return "split";
    }

    @Override
    public String meaning() {
        return "training and held-out parts by prompt";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public StageForm<SplitChoices> form() {
        return FORM;
    }

    @Override
    public Map<String, Output> outputs() {
        Map<String, Output> outputs = new LinkedHashMap<>();
        outputs.put("train", new Output(Content.ROWS, "train.jsonl"));
        outputs.put("held-out", new Output(Content.ROWS, "held-out.jsonl"));
        return outputs;
    }

    @Override
    public Forecast forecast(Expected<SplitChoices> expected) {
        Size data = expected.input("data");
        long heldOut = Math.min(expected.choices().heldOut(), data.rows());
        return Forecast.rows(
                Map.of("train", data.part(data.rows() - heldOut), "held-out", data.part(heldOut)),
                data.rows(),
                ROWS_A_SECOND);
    }

    @Override
    public void run(StageRun<SplitChoices> run) {
        SplitSummary summary;
        try (ProgressDisplay display = run.display()) {
            summary = SplitJob.run(
                    new SplitJob.Settings(run.input("data").path(), run.choices(), run.folder(), true), display);
        }
        run.console().note("  " + summary.trainRows() + " rows to train on, " + summary.heldOutRows() + " held out");
        Partial.check(run, summary.truncated());
    }
}
