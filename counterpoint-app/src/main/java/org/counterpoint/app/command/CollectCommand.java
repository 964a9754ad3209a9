package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.counterpoint.answer.collect.CollectChoices;
import org.counterpoint.answer.collect.CollectJob;
import org.counterpoint.answer.collect.CollectSettings;
import org.counterpoint.answer.collect.CollectSummary;
import org.counterpoint.answer.files.ModelNames;
import org.counterpoint.answer.generate.AnswerForm;
import org.counterpoint.answer.generate.GenerateChoices;
import org.counterpoint.answer.generate.GenerateSettings;
import org.counterpoint.app.ExitCode;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.openai.ServerChoices;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.console.UsageException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.train.run.FinishedRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a model for answers. */
@Command(
        name = "collect",
        header = "Ask a model, behind an OpenAI-compatible server or on this machine, for the answers to a file of"
                + " prompts.",
        description = {
            "Every answer is on disk before it counts: the same command goes on after a kill and asks nothing twice but"
                    + " what was on its way. Prompts that end without an answer are in NAME.ledger.jsonl beside"
                    + " NAME.jsonl (exit code 1); the same command asks them again; --overwrite"
                    + " asks everything anew. The key comes from an environment"
                    + " variable or a file and is written nowhere."
        },
        footer = {
            "Examples:",
            "  counterpoint collect --data prompts.jsonl --model gpt-4o-mini --endpoint https://api.openai.com/v1 \\",
            "      --api-key-env OPENAI_API_KEY --out gpt-4o-mini.jsonl --prices prices.yaml --budget 5",
            "  counterpoint collect --data prompts.jsonl --model llama --endpoint http://localhost:8080/v1 \\",
            "      --out llama.jsonl --temperature 0.7 --samples 4 --seed 1",
            "  counterpoint collect --data prompts.jsonl --model-dir SmolLM2-135M-Instruct --out smol.jsonl"
        })
public final class CollectCommand implements Callable<Integer>, SettingOptions.Holder {

    /** What a checkpoint on this machine neither needs nor costs. */
    private static final List<String> FOR_SERVERS_ONLY = List.of(
            "--api-key-env",
            "--api-key-file",
            "--requests-per-minute",
            "--tokens-per-minute",
            "--timeout",
            "--max-tokens-name",
            "--retries",
            "--patience",
            "--budget",
            "--prices",
            "--price-in",
            "--price-out");

    private final Console console;
    private final SettingOptions<CollectChoices> settings = new SettingOptions<>(CollectChoices.SCHEMA);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @FromHub(HubKind.DATASET)
    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "Prompts: rows of {id, messages}, instructions, answers, pairs or groups.")
    Path data = Path.of("");

    @FromHub(HubKind.MODEL)
    @Option(
            names = "--model-dir",
            paramLabel = "DIR",
            description = "A checkpoint on this machine answers, in place of a server; 'generate' has more options.")
    @Nullable
    Path modelDir;

    @Mixin
    BaseOption base = new BaseOption();

    @Mixin
    AnswersFile target = new AnswersFile();

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "What models cost: MODEL: {in: 0.15, out: 0.6} of a million tokens each, YAML or JSON.")
    @Nullable
    Path prices;

    @Mixin
    JsonOption json = new JsonOption();

    public CollectCommand(Console console) {
        this.console = console;
    }

    @Override
    public SettingOptions<?> settings() {
        return settings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (modelDir == null && base.folder != null) {
            throw new UsageException("--base is the base of an adapter in --model-dir; leave it out for a server");
        }
        if (modelDir != null) {
            refuseWhatIsForServers();
            CollectChoices choices = settings.read();
            return LocalAnswers.write(
                    console,
                    "collect",
                    local(FinishedRun.model(modelDir), choices),
                    choices.server().budget().tokens(),
                    json.given);
        }
        if (!settings.has(ServerChoices.MODEL)) {
            throw new UsageException(
                    "nobody is named to ask; give --model NAME and --endpoint URL, or --model-dir DIR");
        }
        if (!settings.has(ServerChoices.ENDPOINT)) {
            throw new UsageException("nobody is named to ask; give --endpoint URL");
        }
        ServerPrices.give(settings, prices);
        CollectSettings whole = new CollectSettings(data, target.path, settings.read(), target.replaces());
        CollectSummary summary;
        try (ProgressDisplay progress = new ProgressDisplay(console, "collect")) {
            summary = CollectJob.run(whole, progress);
        }
        CollectText.notes(console, whole, summary);
        print(summary);
        int code = Truncation.exitCode(console, summary.truncated());
        return summary.isWhole() ? code : ExitCode.FAILED;
    }

    private void refuseWhatIsForServers() {
        if (settings.has(ServerChoices.MODEL) || settings.has(ServerChoices.ENDPOINT)) {
            throw new UsageException("--model-dir and a server are both given; give one of them");
        }
        if (settings.has("system")) {
            throw new UsageException("--system is for servers; with --model-dir write it into the prompts' messages");
        }
        List<String> idle = FOR_SERVERS_ONLY.stream()
                .filter(spec.commandLine().getParseResult()::hasMatchedOption)
                .toList();
        if (!idle.isEmpty()) {
            throw new UsageException(String.join(", ", idle) + (idle.size() == 1 ? " is" : " are")
                    + " for servers and would do nothing with --model-dir; leave out what is for servers"
                    + " (--budget-tokens holds for both)");
        }
    }

    private GenerateSettings local(Path folder, CollectChoices choices) {
        ChatParameters asked = choices.parameters();
        Double temperature = asked.temperature();
        Double topP = asked.topP();
        Long seed = asked.seed();
        return new GenerateSettings(
                folder,
                base.of(folder),
                data,
                target.path,
                CollectSettings.ledgerOf(target.path),
                choices.name() == null ? ModelNames.of(folder) : choices.name(),
                AnswerForm.counterpoint,
                new GenerateChoices(
                        choices.name(),
                        new Sampling(temperature == null ? 0 : temperature, 0, topP == null ? 1 : topP),
                        asked.maxTokens(),
                        choices.samples(),
                        seed == null ? 0 : seed,
                        choices.server().limits().concurrency(),
                        Precision.FP32,
                        null),
                target.replaces());
    }

    private void print(CollectSummary summary) {
        if (json.given) {
            console.json(CollectText.json(target.path, summary));
        } else {
            console.result(CollectText.line(target.path, summary));
        }
    }
}
