package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.data.InputException;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.pairs.ModelOrder;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.pairs.PairsSummary;
import org.counterpoint.pairs.choose.ChooseSettings;
import org.counterpoint.recipe.yaml.Faults;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.SettingType;
import org.jspecify.annotations.Nullable;

/** Answers to response groups and pairs. */
public record PairsKind() implements StageKind {
    private static final String REFUSALS = "choose.refusals";
    private static final String DECONTAMINATE = "choose.decontaminate";
    private static final Schema<ChooseSettings> CHOOSE = ChooseSettings.SCHEMA.under("choose");
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
        fields.add(Field.required("order", new SettingType.Names(), "the models, strongest first"));
        fields.addAll(chooseFields());
        return fields;
    }

    private static List<Field> chooseFields() {
        Map<String, Field> fields = new LinkedHashMap<>();
        CHOOSE.settings().forEach((name, setting) -> fields.put(name, Field.of(setting)));
        fields.put(
                REFUSALS,
                Field.optionalInput(REFUSALS, Field.Arity.ONE, "a file with the openings of refusals", Content.TEXT));
        fields.put(
                DECONTAMINATE,
                Field.optionalInput(
                        DECONTAMINATE,
                        Field.Arity.SEVERAL,
                        "prompts that must not be in the data",
                        Content.ROWS,
                        Content.ANSWERS));
        return List.copyOf(fields.values());
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
        return FieldReader.read(fields(), given, CHOOSE, faults);
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
                    new PairsJob.Settings(files, new ModelOrder(run.names("order")), choose(run), run.folder(), true),
                    display);
        }
        run.console()
                .note("  " + summary.groups() + " groups, " + summary.pairs() + " pairs " + summary.pairsByType()
                        + (summary.setAside().isEmpty() ? "" : ", set aside: " + summary.setAside()));
        Partial.check(run, summary.truncated());
    }

    private static ChooseSettings choose(StageRun run) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(run.settings());
        values.keySet().retainAll(CHOOSE.settings().keySet());
        InputFile refusals = run.optionalInput(REFUSALS);
        values.put(REFUSALS, refusals == null ? null : refusals.path().toString());
        values.put(
                DECONTAMINATE,
                run.inputs(DECONTAMINATE).stream()
                        .map(input -> input.path().toString())
                        .toList());
        return CHOOSE.read(values).orElseThrow(faults -> new InputException(String.join("\n", faults)));
    }
}
