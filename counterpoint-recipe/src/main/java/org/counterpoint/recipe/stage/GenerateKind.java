package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.answer.generate.AnswerForm;
import org.counterpoint.answer.generate.GenerateChoices;
import org.counterpoint.answer.generate.GenerateJob;
import org.counterpoint.answer.generate.GenerateSettings;
import org.counterpoint.answer.generate.GenerateSummary;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.settings.Values;

/** A model's answers to prompts. */
public record GenerateKind() implements StageKind<GenerateChoices> {
    /** Tokens, for a guess. */
    private static final long LONG_PROMPT = 100;

    private static final StageForm<GenerateChoices> FORM = SchemaForm.of(
            GenerateChoices.SCHEMA,
            Field.input("model", Field.Arity.ONE, "who answers", Content.MODEL),
            AdapterInput.base("model"),
            Field.input("data", Field.Arity.ONE, "the prompts", Content.ROWS, Content.ANSWERS));

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
    public String canonical(String field) {
        return AdapterInput.canonical(field);
    }

    @Override
    public StageForm<GenerateChoices> form() {
        return FORM;
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
    public Set<String> models(Values settings, Map<String, List<Supply>> inputs) {
        return settings.all().get("name") instanceof String name ? Set.of(name) : Set.of();
    }

    /** As if every answer were as long as it may be. */
    @Override
    public Forecast forecast(Expected<GenerateChoices> expected) {
        Size prompts = expected.input("data");
        double parameters = expected.input("model").parameters();
        long answers = prompts.rows() * expected.choices().samples();
        long written = answers * expected.choices().maxNewTokens();
        // Of groups and pairs the prompts alone are read.
        long read = Math.min(prompts.tokens(), answers * LONG_PROMPT);
        double steps = (double) written
                / Math.min(Math.max(1, answers), expected.choices().batchSize());
        return Forecast.computed(
                Map.of("answers", Size.samples(prompts.rows(), answers, read + written)),
                read + written,
                2 * parameters * read,
                steps * parameters);
    }

    @Override
    public void run(StageRun<GenerateChoices> run) {
        Path out = run.folder().resolve("answers.jsonl");
        GenerateChoices choices = run.choices();
        GenerateSettings settings = new GenerateSettings(
                run.input("model").path(),
                AdapterInput.of(run, "model"),
                run.input("data").path(),
                out,
                GenerateSettings.ledgerOf(out),
                choices.name() == null ? run.input("model").label() : choices.name(),
                AnswerForm.counterpoint,
                choices,
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
}
