package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.counterpoint.answer.collect.CollectChoices;
import org.counterpoint.answer.collect.CollectJob;
import org.counterpoint.answer.collect.CollectSettings;
import org.counterpoint.answer.collect.CollectSummary;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.chat.openai.ServerChoices;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.settings.Values;

/** A server's answers to prompts: what the command {@code collect} does. Several models are several arms. */
public record CollectKind() implements StageKind<AskingChoices<CollectChoices>> {
    private static final String FILE = "answers.jsonl";
    private static final String LEDGER = "answers.ledger.jsonl";

    private static final StageForm<AskingChoices<CollectChoices>> FORM = new ServerForm<>(SchemaForm.of(
                    AskingChoices.schema(CollectChoices.SCHEMA),
                    Field.input("data", Field.Arity.ONE, "the prompts", Content.ROWS, Content.ANSWERS))
            .requiring(ServerChoices.ENDPOINT, ServerChoices.MODEL));

    @Override
    public String name() {
        return "collect";
    }

    @Override
    public String meaning() {
        return "a server's answers to prompts";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public StageForm<AskingChoices<CollectChoices>> form() {
        return FORM;
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("answers", new Output(Content.ANSWERS, FILE));
    }

    @Override
    public Set<String> incidental() {
        return ServerForm.INCIDENTAL;
    }

    @Override
    public void ready(AskingChoices<CollectChoices> told) {
        told.choices().server().key();
    }

    @Override
    public Set<String> models(Values settings, Map<String, List<Supply>> inputs) {
        String name = settings.optionalText(settings.has("name") ? "name" : ServerChoices.MODEL);
        return name == null ? Set.of() : Set.of(name);
    }

    @Override
    public Forecast forecast(Expected<AskingChoices<CollectChoices>> expected) {
        Size prompts = expected.input("data");
        CollectChoices told = expected.choices().choices();
        long samples = told.samples();
        long answers = prompts.rows() * samples;
        long written = answers * told.parameters().maxTokens();
        Size all = Size.samples(prompts.rows(), answers, samples * prompts.tokens() + written);
        Map<String, Size> outputs = Map.of("answers", all);
        return ServerForm.forecast(told.server(), outputs, answers, samples * prompts.tokens(), written);
    }

    @Override
    public void run(StageRun<AskingChoices<CollectChoices>> run) throws IOException {
        CollectSettings settings = new CollectSettings(
                run.input("data").path(),
                run.folder().resolve(FILE),
                run.choices().choices(),
                false);
        CollectSummary summary;
        try (ProgressDisplay display = run.display()) {
            summary = OpenQuestions.interruptibly(run, () -> CollectJob.run(settings, display));
        }
        if (summary.finishedBefore()) {
            return;
        }
        AskingSummary asking = summary.asking();
        String cost = Double.isNaN(asking.cost()) ? "" : String.format(Locale.ROOT, ", cost %.4f", asking.cost());
        run.console()
                .note("  " + asking.answered() + " answers, " + summary.cutOff() + " cut by length, " + asking.tokens()
                        + cost);
        OpenQuestions.check(
                run,
                asking.failed(),
                asking,
                summary.setAside() + ", see " + run.folder().resolve(LEDGER));
        Partial.check(run, summary.truncated());
    }
}
