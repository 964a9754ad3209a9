package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.counterpoint.answer.files.ModelNames;
import org.counterpoint.answer.generate.AnswerForm;
import org.counterpoint.answer.generate.GenerateSettings;
import org.counterpoint.answer.generate.Precisions;
import org.counterpoint.console.Console;
import org.counterpoint.engine.model.NativeRuntime;
import org.counterpoint.engine.model.Sampling;
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
            "      --samples 4 --seed 1"
        })
public final class GenerateCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The model folder, or a LoRA adapter's.")
    Path model = Path.of("");

    @Mixin
    BaseOption base = new BaseOption();

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "Prompts: groups, pairs, answers, or rows of {id, messages}.")
    Path data = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The file to make: JSON Lines, or one array if it ends in .json.")
    Path out = Path.of("");

    @Option(
            names = "--format",
            defaultValue = "counterpoint",
            paramLabel = "FORM",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    AnswerForm format = AnswerForm.counterpoint;

    @Option(names = "--name", paramLabel = "NAME", description = "The model's name in the answers (its folder's name).")
    @Nullable
    String name;

    @Option(
            names = "--temperature",
            defaultValue = "0",
            paramLabel = "T",
            description = "0: always the likeliest token (${DEFAULT-VALUE}).")
    double temperature;

    @Option(
            names = "--top-p",
            defaultValue = "1",
            paramLabel = "P",
            description = "Nucleus sampling (${DEFAULT-VALUE}).")
    double topP;

    @Option(
            names = "--top-k",
            defaultValue = "0",
            paramLabel = "K",
            description = "Draw from the K likeliest tokens only; 0: from all (${DEFAULT-VALUE}).")
    int topK;

    @Option(names = "--max-new-tokens", defaultValue = "256", paramLabel = "N", description = "(${DEFAULT-VALUE})")
    int maxNewTokens;

    @Option(
            names = "--samples",
            defaultValue = "1",
            paramLabel = "N",
            description = "Answers a prompt (${DEFAULT-VALUE}).")
    int samples;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "An answer's random stream depends on seed, row id and sample only (${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--batch-size",
            defaultValue = "8",
            paramLabel = "N",
            description = "Answers computed at once (${DEFAULT-VALUE}).")
    int batchSize;

    @Option(
            names = "--precision",
            defaultValue = "fp32",
            paramLabel = "P",
            description = "fp32, bf16-mixed or auto (${DEFAULT-VALUE}).")
    String precision = "fp32";

    @Option(
            names = "--chat-template",
            paramLabel = "T",
            description = "A file or a built-in (chatml, alpaca), in place of the model's own.")
    @Nullable
    String chatTemplate;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of one operation (all cores).")
    @Nullable
    Integer threads;

    @Option(names = "--overwrite", description = "Replace what stands at --out.")
    boolean overwrite;

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    boolean json;

    public GenerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        GenerateSettings settings = new GenerateSettings(
                model,
                base.of(model),
                data,
                out,
                GenerateSettings.ledgerOf(out),
                name == null ? ModelNames.of(model) : name,
                format,
                new Sampling(temperature, topK, topP),
                maxNewTokens,
                samples,
                seed,
                batchSize,
                Precisions.parse(precision),
                chatTemplate,
                overwrite);
        if (threads != null) {
            NativeRuntime.setThreads(threads);
        }
        return LocalAnswers.write(console, "generate", settings, 0, json);
    }
}
