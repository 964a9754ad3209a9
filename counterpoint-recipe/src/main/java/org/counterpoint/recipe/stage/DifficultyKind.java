package org.counterpoint.recipe.stage;

import java.util.Map;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.pairs.DifficultyChoices;
import org.counterpoint.pairs.DifficultyJob;

/** Scores of pairs that are there already: what the command {@code difficulty} does. */
public record DifficultyKind() implements StageKind<DifficultyChoices> {
    private static final String DATA = "data";
    private static final double GROUPS_A_SECOND = 20_000;

    private static final StageForm<DifficultyChoices> FORM = SchemaForm.of(
                    DifficultyChoices.SCHEMA,
                    Field.input(DATA, Field.Arity.ONE, "groups or pairs", Content.ROWS),
                    Field.optionalInput(
                            "verdicts", Field.Arity.SEVERAL, "verdicts, for judge_margin", Content.VERDICTS),
                    Field.optionalInput(
                            "logps", Field.Arity.ONE, "a score stage's output, for reference_margin", Content.SCORES),
                    Field.optionalInput(
                            "rewards",
                            Field.Arity.ONE,
                            "the same of a reward model, for reward_margin",
                            Content.SCORES))
            .knownBy(Known.NAMES);

    @Override
    public String name() {
        return "difficulty";
    }

    @Override
    public String meaning() {
        return "scores of how hard each pair is, for a curriculum";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public StageForm<DifficultyChoices> form() {
        return FORM;
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("groups", new Output(Content.ROWS, "groups.jsonl"));
    }

    @Override
    public Forecast forecast(Expected<DifficultyChoices> expected) {
        Size data = expected.input(DATA);
        return Forecast.rows(Map.of("groups", data), data.rows(), GROUPS_A_SECOND);
    }

    @Override
    public void run(StageRun<DifficultyChoices> run) {
        DifficultyJob.Summary summary;
        try (ProgressDisplay display = run.display()) {
            summary = DifficultyJob.run(
                    new DifficultyJob.Settings(run.input(DATA).path(), run.choices(), run.folder(), true), display);
        }
        run.console()
                .note("  " + summary.pairs() + " pairs in " + summary.groups() + " groups"
                        + (summary.missing().isEmpty() ? "" : ", without a score: " + summary.missing()));
        Partial.check(run, summary.truncated());
    }
}
