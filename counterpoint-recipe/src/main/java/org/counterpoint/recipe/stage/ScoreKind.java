package org.counterpoint.recipe.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.Counts;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.train.run.EngineBackend;
import org.counterpoint.train.score.ResponseScorer;
import org.counterpoint.train.score.ScoreChoices;
import org.counterpoint.train.score.ScoreRequest;
import org.counterpoint.train.score.ScoreResult;
import org.jspecify.annotations.Nullable;

/** Log-probabilities of responses: what the command {@code score} does. */
public record ScoreKind() implements StageKind {
    private static final String MODEL = "model";
    private static final String DATA = "data";
    private static final String FILE = "scores.jsonl";

    @Override
    public String name() {
        return "score";
    }

    @Override
    public String meaning() {
        return "log-probabilities of all responses under a model";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Set<String> files() {
        return Set.of("chat_template");
    }

    @Override
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.input(MODEL, Field.Arity.ONE, "the model that scores", Content.MODEL));
        fields.add(AdapterInput.base(MODEL));
        fields.add(Field.input(DATA, Field.Arity.ONE, "groups, pairs or answers", Content.ROWS, Content.ANSWERS));
        fields.addAll(Field.of(ScoreChoices.SCHEMA));
        return fields;
    }

    @Override
    public String canonical(String field) {
        return AdapterInput.canonical(field);
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("scores", new Output(Content.SCORES, FILE));
    }

    @Override
    public Map<String, @Nullable Object> read(Given given, YamlFaults faults) {
        return FieldReader.read(fields(), given, ScoreChoices.SCHEMA, faults);
    }

    @Override
    public Forecast forecast(Expected expected) {
        Size data = expected.input(DATA);
        return Forecast.computed(
                        Map.of("scores", Size.of(data.rows(), 0)),
                        data.tokens(),
                        2.0 * expected.input(MODEL).parameters() * data.tokens(),
                        0)
                .withThreads(expected.whole("threads", 0));
    }

    @Override
    public void run(StageRun run) {
        ScoreChoices choices = run.read(ScoreChoices.SCHEMA);
        ScoreResult result;
        try (ProgressDisplay display = run.display()) {
            result = ResponseScorer.score(
                    new EngineBackend(AdapterInput.of(run, MODEL), choices.weights()),
                    new ScoreRequest(
                            run.input(MODEL).path(),
                            run.input(DATA).path(),
                            run.folder().resolve(FILE),
                            choices.text(),
                            choices.passes(),
                            true),
                    done -> display.update(done, -1, "groups"));
        }
        run.console()
                .note("  " + result.responses() + " responses in " + result.groups() + " groups"
                        + (result.setAside().isEmpty() ? "" : ", left out: " + Counts.words(result.setAside())));
        Partial.check(run, result.setAside().containsKey(Reasons.TRUNCATED_FILE));
    }
}
