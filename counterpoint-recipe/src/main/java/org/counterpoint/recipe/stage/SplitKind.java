package org.counterpoint.recipe.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.pairs.SplitBy;
import org.counterpoint.pairs.SplitJob;
import org.counterpoint.pairs.SplitSummary;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;

/** Holds prompts out, with all their rows. */
public record SplitKind() implements StageKind {
    private static final double ROWS_A_SECOND = 50_000;

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
    public List<Field> fields() {
        return List.of(
                Field.input("data", Field.Arity.ONE, "what to split", Content.ROWS, Content.ANSWERS),
                Field.required("held_out", new SettingType.Whole(1, Integer.MAX_VALUE), "how many prompts to hold out"),
                Field.optional(
                        "by",
                        new SettingType.Word(Setting.wireNames(SplitBy.class)),
                        SplitBy.PROMPT.wireName(),
                        "what is never cut apart"),
                Field.real(
                        "near_duplicate",
                        0,
                        1,
                        SplitJob.NEAR_DUPLICATE,
                        "from which similarity on prompts are of one cluster"),
                Field.seed());
    }

    @Override
    public Map<String, Output> outputs() {
        Map<String, Output> outputs = new LinkedHashMap<>();
        outputs.put("train", new Output(Content.ROWS, "train.jsonl"));
        outputs.put("held-out", new Output(Content.ROWS, "held-out.jsonl"));
        return outputs;
    }

    @Override
    public Forecast forecast(Expected expected) {
        Size data = expected.input("data");
        long heldOut = Math.min(expected.whole("held_out", 0), data.rows());
        return Forecast.rows(
                Map.of("train", data.part(data.rows() - heldOut), "held-out", data.part(heldOut)),
                data.rows(),
                ROWS_A_SECOND);
    }

    @Override
    public void run(StageRun run) {
        SplitSummary summary;
        try (ProgressDisplay display = run.display()) {
            summary = SplitJob.run(
                    new SplitJob.Settings(
                            run.input("data").path(),
                            run.values().choice("by", SplitBy.class),
                            run.real("near_duplicate"),
                            (int) run.whole("held_out"),
                            run.whole(Field.SEED),
                            run.folder(),
                            true),
                    display);
        }
        run.console().note("  " + summary.trainRows() + " rows to train on, " + summary.heldOutRows() + " held out");
        Partial.check(run, summary.truncated());
    }
}
