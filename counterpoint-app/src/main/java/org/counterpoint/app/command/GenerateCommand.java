package org.counterpoint.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.counterpoint.answer.files.ModelNames;
import org.counterpoint.answer.generate.AnswerForm;
import org.counterpoint.answer.generate.GenerateChoices;
import org.counterpoint.answer.generate.GenerateSettings;
import org.counterpoint.app.cluster.ClusterPlace;
import org.counterpoint.app.cluster.MasterOption;
import org.counterpoint.console.Console;
import org.counterpoint.engine.model.NativeRuntime;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.train.ranks.RankPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A model's answers. */
@Command(
        name = "generate",
        header = "Let a model answer a file of prompts.",
        description = {
            "Greedy unless --temperature is given. An answer ends at the model's end tokens or after --max-new-tokens."
                    + " A run that was stopped goes on where it stood when the same command is given again."
        },
        footer = {
            "Examples:",
            "  counterpoint generate --model dpo/final --data parts/held-out.jsonl --out answers.jsonl",
            "  counterpoint generate --model dpo/final --data prompts.jsonl --out answers.json --format alpaca_eval",
            "  counterpoint generate --model dpo/final --data prompts.jsonl --out s.jsonl --temperature 0.7 --top-p"
                    + " 0.9 \\",
            "      --samples 4 --seed 1",
            "  counterpoint generate --model dpo/final --data prompts.jsonl --out s.jsonl --processes 2"
        })
public final class GenerateCommand implements Callable<Integer>, SettingOptions.Holder {

    private final Console console;
    private final SettingOptions<GenerateChoices> settings = new SettingOptions<>(GenerateChoices.SCHEMA);

    @Mixin
    ModelOption model = new ModelOption();

    @FromHub(HubKind.DATASET)
    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "Prompts: groups, pairs, answers, or rows of {id, messages}.")
    Path data = Path.of("");

    @Mixin
    AnswersFile target = new AnswersFile();

    @Option(
            names = "--format",
            defaultValue = "counterpoint",
            paramLabel = "FORM",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    AnswerForm format = AnswerForm.counterpoint;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of one operation (all cores).")
    @Nullable
    Integer threads;

    @Mixin
    MasterOption spark = new MasterOption();

    @Mixin
    RankOptions ranks = new RankOptions();

    @Mixin
    RankNetworkOptions network = new RankNetworkOptions();

    @Mixin
    JsonOption json = new JsonOption();

    public GenerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public SettingOptions<?> settings() {
        return settings;
    }

    @Override
    public Integer call() throws IOException {
        GenerateChoices choices = settings.read();
        GenerateSettings whole = new GenerateSettings(
                model.folder(),
                model.base(),
                data,
                target.path,
                GenerateSettings.ledgerOf(target.path),
                choices.name() == null ? ModelNames.of(model.folder()) : choices.name(),
                format,
                choices,
                target.replaces());
        if (threads != null) {
            NativeRuntime.setThreads(threads);
        }
        Optional<ClusterPlace> place = spark.place();
        RankPlan plan = ranks.plan(console, place);
        if (place.isPresent()) {
            return LocalAnswers.write(console, "generate", whole, place.get(), json.given);
        }
        int code = LocalAnswers.write(console, whole, plan, network.read(), threads == null ? 0 : threads, json.given);
        ranks.done(plan, target.path);
        return code;
    }
}
