package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.pairs.ModelOrder;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.pairs.PairsSummary;
import org.counterpoint.recipe.yaml.Faults;
import org.jspecify.annotations.Nullable;

/** Answers to response groups and pairs. */
public record PairsKind() implements StageKind {
    private static final double ANSWERS_A_SECOND = 20_000;

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

    @Override
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.input(
                "answers", Field.Arity.SEVERAL, "answers stages, or files by their models", Content.ANSWERS));
        fields.add(new Field("order", new Field.Names(), true, null, "the models, strongest first"));
        fields.addAll(ChooseFields.all());
        return fields;
    }

    @Override
    public Map<String, Output> outputs() {
        Map<String, Output> outputs = new LinkedHashMap<>();
        outputs.put("groups", new Output(Content.ROWS, "groups.jsonl"));
        outputs.put("pairs", new Output(Content.ROWS, "pairs.jsonl"));
        return outputs;
    }

    @Override
    public Map<String, @Nullable Object> read(Given given, Faults faults) {
        Map<String, @Nullable Object> values = FieldReader.read(fields(), given, faults);
        ChooseFields.check(given, values, faults);
        return values;
    }

    @Override
    public Forecast forecast(Expected expected) {
        Size answers = expected.input("answers");
        long models = expected.settings().get("order") instanceof List<?> order ? order.size() : 1;
        long groups = answers.rows() / models;
        return Forecast.rows(
                Map.of(
                        "groups", Size.of(groups, answers.tokens()),
                        "pairs", Size.of(groups * models * (models - 1) / 2, answers.tokens() * (models - 1))),
                answers.rows(),
                ANSWERS_A_SECOND);
    }

    @Override
    public void run(StageRun run) throws IOException {
        List<AnswerFile> files = new ArrayList<>();
        for (InputFile input : run.inputs("answers")) {
            files.addAll(AnswerIndex.files(input));
        }
        PairsSummary summary;
        try (ProgressDisplay display = run.display()) {
            summary = PairsJob.run(
                    new PairsJob.Settings(
                            files, new ModelOrder(run.names("order")), ChooseFields.of(run), run.folder(), true),
                    display);
        }
        run.console()
                .note("  " + summary.groups() + " groups, " + summary.pairs() + " pairs " + summary.pairsByType()
                        + (summary.setAside().isEmpty() ? "" : ", set aside: " + summary.setAside()));
        Partial.check(run, summary.truncated());
    }
}
