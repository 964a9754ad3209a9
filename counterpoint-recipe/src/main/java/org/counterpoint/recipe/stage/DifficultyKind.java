package org.counterpoint.recipe.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.pairs.DifficultyChoices;
import org.counterpoint.pairs.DifficultyJob;
import org.jspecify.annotations.Nullable;

/** Scores of pairs that are there already: what the command {@code difficulty} does. */
public record DifficultyKind() implements StageKind {
    private static final String DATA = "data";
    private static final double GROUPS_A_SECOND = 20_000;

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
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.input(DATA, Field.Arity.ONE, "groups or pairs", Content.ROWS));
        fields.addAll(Field.of(
                DifficultyChoices.SCHEMA,
                Field.optionalInput("verdicts", Field.Arity.SEVERAL, "verdicts, for judge_margin", Content.VERDICTS),
                Field.optionalInput(
                        "logps", Field.Arity.ONE, "a score stage's output, for reference_margin", Content.SCORES),
                Field.optionalInput(
                        "rewards", Field.Arity.ONE, "the same of a reward model, for reward_margin", Content.SCORES)));
        return fields;
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("groups", new Output(Content.ROWS, "groups.jsonl"));
    }

    @Override
    public Map<String, @Nullable Object> read(Given given, YamlFaults faults) {
        return FieldReader.read(fields(), given, DifficultyChoices.SCHEMA, faults);
    }

    @Override
    public Forecast forecast(Expected expected) {
        Size data = expected.input(DATA);
        return Forecast.rows(Map.of("groups", data), data.rows(), GROUPS_A_SECOND);
    }

    @Override
    public void run(StageRun run) {
        DifficultyJob.Summary summary;
        try (ProgressDisplay display = run.display()) {
            summary = DifficultyJob.run(
                    new DifficultyJob.Settings(
                            run.input(DATA).path(), run.read(DifficultyChoices.SCHEMA), run.folder(), true),
                    display);
        }
        run.console()
                .note("  " + summary.pairs() + " pairs in " + summary.groups() + " groups"
                        + (summary.missing().isEmpty() ? "" : ", without a score: " + summary.missing()));
        Partial.check(run, summary.truncated());
    }
}
