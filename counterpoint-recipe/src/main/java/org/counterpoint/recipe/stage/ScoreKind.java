package org.counterpoint.recipe.stage;

import java.util.Map;
import java.util.Set;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.Counts;
import org.counterpoint.data.Reasons;
import org.counterpoint.train.run.EngineBackend;
import org.counterpoint.train.score.ResponseScorer;
import org.counterpoint.train.score.ScoreChoices;
import org.counterpoint.train.score.ScoreRequest;
import org.counterpoint.train.score.ScoreResult;

/** Log-probabilities of responses: what the command {@code score} does. */
public record ScoreKind() implements StageKind<ScoreChoices> {
    private static final String MODEL = "model";
    private static final String DATA = "data";
    private static final String FILE = "scores.jsonl";

    private static final StageForm<ScoreChoices> FORM = SchemaForm.of(
                    ScoreChoices.SCHEMA,
                    Field.input(MODEL, Field.Arity.ONE, "the model that scores", Content.MODEL),
                    AdapterInput.base(MODEL),
                    Field.input(DATA, Field.Arity.ONE, "groups, pairs or answers", Content.ROWS, Content.ANSWERS))
            .knownBy(Known.NAMES);

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
    public String canonical(String field) {
        return AdapterInput.canonical(field);
    }

    @Override
    public StageForm<ScoreChoices> form() {
        return FORM;
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("scores", new Output(Content.SCORES, FILE));
    }

    @Override
    public Forecast forecast(Expected<ScoreChoices> expected) {
        Size data = expected.input(DATA);
        return Forecast.computed(
                        Map.of("scores", Size.of(data.rows(), 0)),
                        data.tokens(),
                        2.0 * expected.input(MODEL).parameters() * data.tokens(),
                        0)
                .withThreads(expected.choices().passes().threads());
    }

    @Override
    public void run(StageRun<ScoreChoices> run) {
        ScoreChoices choices = run.choices();
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
