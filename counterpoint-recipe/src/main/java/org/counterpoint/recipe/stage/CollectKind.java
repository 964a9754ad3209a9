package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.util.ArrayList;
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
import org.counterpoint.data.yaml.YamlFaults;
import org.jspecify.annotations.Nullable;

/** A server's answers to prompts: what the command {@code collect} does. Several models are several arms. */
public record CollectKind() implements StageKind {
    private static final String FILE = "answers.jsonl";
    private static final String LEDGER = "answers.ledger.jsonl";

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
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.input("data", Field.Arity.ONE, "the prompts", Content.ROWS, Content.ANSWERS));
        fields.addAll(ServerFields.of(CollectChoices.SCHEMA, true));
        fields.add(OpenQuestions.unanswered());
        return fields;
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("answers", new Output(Content.ANSWERS, FILE));
    }

    @Override
    public Set<String> incidental() {
        return ServerFields.incidental();
    }

    @Override
    public void ready(Map<String, @Nullable Object> settings) {
        ServerFields.ready(settings);
    }

    @Override
    public Map<String, @Nullable Object> read(Given given, YamlFaults faults) {
        return ServerFields.read(fields(), given, CollectChoices.SCHEMA, faults);
    }

    @Override
    public Set<String> models(Map<String, @Nullable Object> settings, Map<String, List<Supply>> inputs) {
        Object name = settings.get("name") == null ? settings.get(ServerChoices.MODEL) : settings.get("name");
        return name instanceof String model ? Set.of(model) : Set.of();
    }

    @Override
    public Forecast forecast(Expected expected) {
        Size prompts = expected.input("data");
        long samples = expected.whole("samples", 1);
        long answers = prompts.rows() * samples;
        long written = answers * expected.whole("max_new_tokens", 1024);
        Size all = Size.samples(prompts.rows(), answers, samples * prompts.tokens() + written);
        Map<String, Size> outputs = Map.of("answers", all);
        return ServerFields.forecast(expected, outputs, answers, samples * prompts.tokens(), written);
    }

    @Override
    public void run(StageRun run) throws IOException {
        CollectSettings settings = new CollectSettings(
                run.input("data").path(), run.folder().resolve(FILE), run.read(CollectChoices.SCHEMA), false);
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
                .note("  " + asking.answered() + " answers, " + summary.cutOff() + " cut by length, "
                        + asking.promptTokens() + " tokens in, " + asking.completionTokens() + " out" + cost);
        OpenQuestions.check(
                run,
                asking.failed(),
                asking,
                summary.setAside() + ", see " + run.folder().resolve(LEDGER));
        Partial.check(run, summary.truncated());
    }
}
