package org.counterpoint.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.counterpoint.answer.files.ModelTarget;
import org.counterpoint.app.ExitCode;
import org.counterpoint.console.Console;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelInitializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A new model with random weights. */
@Command(
        name = "init",
        header = "Make a new model with random weights from a config and a tokenizer.",
        description = "With --json the files that were made are named with their SHA-256.",
        footer = {
            "Weights are drawn as transformers draws them: normal, with the config's initializer_range.",
            "",
            "Examples:",
            "  counterpoint model init --config config.json --tokenizer tokenizer.json --out tiny",
            "  counterpoint model init --config config.json --tokenizer SmolLM2 --out tiny --dtype bf16 --seed 7"
        })
public final class ModelInitCommand implements Callable<Integer> {

    /** What weights can be stored as. */
    enum Stored {
        fp32(DType.F32),
        fp16(DType.F16),
        bf16(DType.BF16);

        private final DType type;

        Stored(DType type) {
            this.type = type;
        }

        DType type() {
            return type;
        }
    }

    private final Console console;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "A Hugging Face config.json.")
    Path config = Path.of("");

    @Option(
            names = "--tokenizer",
            required = true,
            paramLabel = "FILE",
            description = "A tokenizer.json, or a folder with one; a folder's chat template is taken too.")
    Path tokenizer = Path.of("");

    @Mixin
    OutFolder target = new OutFolder();

    @Option(
            names = "--dtype",
            defaultValue = "fp32",
            paramLabel = "TYPE",
            description = "What weights are stored as: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    Stored dtype = Stored.fp32;

    @Option(
            names = "--max-shard-bytes",
            defaultValue = "5000000000",
            paramLabel = "N",
            description = "Weights that take more go into several files (${DEFAULT-VALUE}).")
    long maxShardBytes;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "The same seed gives the same weights (${DEFAULT-VALUE}).")
    long seed;

    @Mixin
    JsonOption json = new JsonOption();

    public ModelInitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> made = ModelTarget.make(
                target.path(),
                target.replaces(),
                target -> ModelInitializer.write(config, tokenizer, target, dtype.type, seed, maxShardBytes));
        if (json.given) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("out", target.path().toString());
            value.put("files", made);
            console.json(value);
        } else {
            console.result(target.path() + ": " + String.join(", ", made.keySet()));
        }
        return ExitCode.DONE;
    }
}
