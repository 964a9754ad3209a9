package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.settings.Values;
import org.counterpoint.train.score.ScoreChoices;

/**
 * Ratings of answers, by a reward model or by what is right, so that {@code pairs} with {@code order_by: rating} places
 * answers of several models, and several answers of one, by how good they are.
 */
public record RateKind() implements StageKind<ScoreChoices> {
    private static final String ANSWERS = "answers";
    private static final String MODEL = "model";
    private static final String REFERENCES = "references";
    private static final String FILE = "answers.jsonl";

    private static final StageForm<ScoreChoices> FORM = SchemaForm.of(
                    ScoreChoices.SCHEMA,
                    Field.input(
                            ANSWERS, Field.Arity.SEVERAL, "answers stages, or files by their models", Content.ANSWERS),
                    Field.optionalInput(
                            MODEL, Field.Arity.ONE, "a reward model, whose score is the rating", Content.MODEL),
                    AdapterInput.base(MODEL),
                    Field.optionalInput(
                            REFERENCES,
                            Field.Arity.ONE,
                            "right answers: the rating is 1 for the same text, spaces at the ends apart, else 0",
                            Content.ANSWERS,
                            Content.ROWS))
            .knownBy(Known.NAMES)
            .with(RateKind::checkRater);

    private static void checkRater(Given given, YamlFaults faults) {
        if ((given.get(MODEL) == null) == (given.get(REFERENCES) == null)) {
            faults.add(
                    given.place(),
                    given.stage() + " needs one of model (a reward model) and references (right answers)");
        }
    }

    @Override
    public String name() {
        return "rate";
    }

    @Override
    public String meaning() {
        return "ratings of answers, by a reward model or by right answers";
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
        return Map.of("answers", new Output(Content.ANSWERS, FILE));
    }

    @Override
    public boolean namesInputs() {
        return true;
    }

    @Override
    public Set<String> models(Values settings, Map<String, List<Supply>> inputs) {
        return AnswerModels.of(inputs.getOrDefault(ANSWERS, List.of()));
    }

    @Override
    public Forecast forecast(Expected<ScoreChoices> expected) {
        Size answers = expected.input(ANSWERS);
        return Forecast.computed(
                        Map.of("answers", answers),
                        answers.tokens(),
                        2.0 * expected.input(MODEL).parameters() * answers.tokens(),
                        0)
                .withThreads(expected.choices().passes().threads());
    }

    @Override
    public List<String> leftovers() {
        return List.of(Ratings.WORK);
    }

    @Override
    public void run(StageRun<ScoreChoices> run) throws IOException {
        List<AnswerFile> files = new ArrayList<>();
        for (InputFile input : run.inputs(ANSWERS)) {
            files.addAll(AnswerIndex.files(input));
        }
        InputFile model = run.optionalInput(MODEL);
        CountingLedger ledger;
        try (LedgerFile file = new LedgerFile(run.folder().resolve("ledger.jsonl"));
                ProgressDisplay display = run.display()) {
            ledger = new CountingLedger(file);
            Ratings ratings = new Ratings(files, run.folder(), display);
            if (model != null) {
                ratings.byRewardModel(model.path(), AdapterInput.of(run, MODEL), run.choices());
            } else {
                ratings.byReferences(run.input(REFERENCES).path());
            }
            long rated = ratings.write(run.folder().resolve(FILE), ledger);
            run.console().note("  " + rated + " answers rated");
        }
        Partial.check(run, ledger.truncated());
    }
}
