package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.counterpoint.console.FailedWork;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.Counts;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.pairs.PairChoices;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.pairs.PairsSummary;
import org.counterpoint.settings.Suggestions;
import org.counterpoint.settings.Values;

/** Answers to response groups and pairs. */
public record PairsKind() implements StageKind<PairChoices> {
    private static final String ANSWERS = "answers";
    private static final double ANSWERS_A_SECOND = 20_000;

    private static final StageForm<PairChoices> FORM = SchemaForm.of(
                    PairChoices.SCHEMA,
                    Field.input(
                            ANSWERS, Field.Arity.SEVERAL, "answers stages, or files by their models", Content.ANSWERS),
                    files(PairChoices.ORDER_FROM, Content.VERDICTS),
                    files(PairChoices.VERDICTS, Content.VERDICTS),
                    Field.optionalInput(
                            "choose.refusals", Field.Arity.ONE, "a file with the openings of refusals", Content.TEXT),
                    files("choose.decontaminate", Content.ROWS, Content.ANSWERS))
            .knownBy(
                    Known.NAMES.butFor(PairChoices.ORDER, PairChoices.ORDER_BY, "undecided", "disagreement", "scores"));

    @Override
    public String name() {
        return "pairs";
    }

    @Override
    public String meaning() {
        return "answers to response groups, pairs and a ledger";
    }

    @Override
    public int version() {
        return 1;
    }

    private static Field.Input files(String name, Content... accepts) {
        String meaning =
                Objects.requireNonNull(PairChoices.SCHEMA.settings().get(name)).meaning();
        return Field.optionalInput(name, Field.Arity.SEVERAL, meaning, accepts);
    }

    @Override
    public StageForm<PairChoices> form() {
        return FORM;
    }

    @Override
    public Map<String, Output> outputs() {
        Map<String, Output> outputs = new LinkedHashMap<>();
        outputs.put("groups", new Output(Content.ROWS, "groups.jsonl"));
        outputs.put("pairs", new Output(Content.ROWS, "pairs.jsonl"));
        return outputs;
    }

    @Override
    public void check(Given given, Values settings, Map<String, List<Supply>> inputs, YamlFaults faults) {
        Set<String> known = AnswerModels.of(inputs.getOrDefault(ANSWERS, List.of()));
        if (known.isEmpty() || !(settings.all().get(PairChoices.ORDER) instanceof List<?> order)) {
            return;
        }
        for (Object each : order) {
            String model = String.valueOf(each);
            if (!known.contains(model)) {
                faults.add(
                        given.placeOf(PairChoices.ORDER),
                        "order names " + model + ", of which there are no answers" + Suggestions.orAll(model, known));
            }
        }
        for (String model : known) {
            if (!order.contains(model)) {
                faults.add(
                        given.placeOf(PairChoices.ORDER),
                        "order does not name " + model
                                + ", of which there are answers; name it, or leave its file out");
            }
        }
    }

    @Override
    public Forecast forecast(Expected<PairChoices> expected) {
        Size answers = expected.input(ANSWERS);
        long each = answers.answersEach();
        long pairs = answers.prompts() * each * (each - 1) / 2;
        return Forecast.rows(
                Map.of(
                        "groups", Size.groups(answers.prompts(), answers.answers(), answers.tokens()),
                        "pairs", Size.groups(pairs, 2 * pairs, answers.tokens() * (each - 1))),
                answers.answers(),
                ANSWERS_A_SECOND);
    }

    @Override
    public void run(StageRun<PairChoices> run) throws IOException {
        List<AnswerFile> files = new ArrayList<>();
        for (InputFile input : run.inputs(ANSWERS)) {
            files.addAll(AnswerIndex.files(input));
        }
        PairsSummary summary;
        try (ProgressDisplay display = run.display()) {
            summary = PairsJob.run(new PairsJob.Settings(files, run.choices(), run.folder(), true), display);
        }
        run.console()
                .note("  " + summary.groups() + " groups, " + summary.pairs() + " pairs ("
                        + Counts.words(summary.pairsByType()) + ")"
                        + (summary.setAside().isEmpty() ? "" : ", left out: " + Counts.words(summary.setAside())));
        Partial.check(run, summary.truncated());
        summary.noPairs().ifPresent(why -> {
            throw new FailedWork("the stage " + run.name() + " made no pair: " + why
                    + "\n  what was left out is in ledger.jsonl of its folder");
        });
    }
}
