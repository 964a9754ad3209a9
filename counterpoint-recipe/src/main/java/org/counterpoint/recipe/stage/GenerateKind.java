package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.answer.generate.AnswerForm;
import org.counterpoint.answer.generate.GenerateJob;
import org.counterpoint.answer.generate.GenerateSettings;
import org.counterpoint.answer.generate.GenerateSummary;
import org.counterpoint.answer.generate.Precisions;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.recipe.yaml.Faults;
import org.counterpoint.settings.SettingType;
import org.jspecify.annotations.Nullable;

/** A model's answers to prompts. */
public record GenerateKind() implements StageKind {
    /** Tokens, for a guess. */
    private static final long LONG_PROMPT = 100;

    @Override
    public String name() {
        return "generate";
    }

    @Override
    public String meaning() {
        return "a model's answers to prompts";
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
        return List.of(
                Field.input("model", Field.Arity.ONE, "who answers", Content.MODEL),
                Field.input("data", Field.Arity.ONE, "the prompts", Content.ROWS, Content.ANSWERS),
                Field.text("name", "the model's name in the answers"),
                Field.real("temperature", 0, 100, 0.0, "0: the likeliest token"),
                Field.real("top_p", 0, 1, 1.0, "nucleus sampling"),
                Field.whole("top_k", 0, 0, "draw from so many likeliest tokens; 0: from all"),
                Field.whole("max_new_tokens", 1, 256, "the longest answer"),
                Field.whole("samples", 1, 1, "answers a prompt"),
                Field.whole("batch_size", 1, 8, "answers computed at once"),
                Field.optional(
                        "precision",
                        new SettingType.Word(List.of("fp32", "bf16-mixed", "auto")),
                        "fp32",
                        "arithmetic of the passes"),
                Field.text("chat_template", "a file or a built-in (chatml, alpaca)"),
                Field.seed());
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("answers", new Output(Content.ANSWERS, "answers.jsonl"));
    }

    @Override
    public boolean namesInputs() {
        return true;
    }

    @Override
    public Map<String, @Nullable Object> read(Given given, Faults faults) {
        Map<String, @Nullable Object> values = FieldReader.read(fields(), given, faults);
        boolean greedy = Double.valueOf(0).equals(values.get("temperature"));
        if (greedy && values.get("samples") instanceof Long samples && samples > 1) {
            faults.add(
                    given.placeOf("samples"),
                    "samples " + samples + " without temperature would give the same answer " + samples
                            + " times; give a temperature, such as 0.7");
        }
        return values;
    }

    @Override
    public Set<String> models(Map<String, @Nullable Object> settings, Map<String, List<Supply>> inputs) {
        return settings.get("name") instanceof String name ? Set.of(name) : Set.of();
    }

    /** As if every answer were as long as it may be. */
    @Override
    public Forecast forecast(Expected expected) {
        Size prompts = expected.input("data");
        double parameters = expected.input("model").parameters();
        long answers = prompts.rows() * expected.whole("samples", 1);
        long written = answers * expected.whole("max_new_tokens", 256);
        // Of groups and pairs the prompts alone are read.
        long read = Math.min(prompts.tokens(), answers * LONG_PROMPT);
        double steps = (double) written / Math.min(Math.max(1, answers), expected.whole("batch_size", 8));
        return Forecast.computed(
                Map.of("answers", Size.of(answers, read + written)),
                read + written,
                2 * parameters * read,
                steps * parameters);
    }

    @Override
    public void run(StageRun run) {
        Path out = run.folder().resolve("answers.jsonl");
        GenerateSettings settings = new GenerateSettings(
                run.input("model").path(),
                null,
                run.input("data").path(),
                out,
                GenerateSettings.ledgerOf(out),
                modelName(run),
                AnswerForm.counterpoint,
                new Sampling(run.real("temperature"), (int) run.whole("top_k"), run.real("top_p")),
                (int) run.whole("max_new_tokens"),
                (int) run.whole("samples"),
                run.whole(Field.SEED),
                (int) run.whole("batch_size"),
                Precisions.parse(run.text("precision")),
                run.optionalText("chat_template"),
                false);
        GenerateSummary summary;
        try (ProgressDisplay display = run.display()) {
            summary = GenerateJob.run(settings, display);
        }
        if (!summary.finishedBefore()) {
            run.console()
                    .note("  " + summary.answers() + " answers, " + summary.stopped() + " ended by the model, "
                            + summary.tokens() + " tokens");
        }
        Partial.check(run, summary.truncated());
    }

    private static String modelName(StageRun run) {
        String name = run.optionalText("name");
        return name == null ? run.input("model").label() : name;
    }
}
