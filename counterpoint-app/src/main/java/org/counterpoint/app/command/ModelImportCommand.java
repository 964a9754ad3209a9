package org.counterpoint.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.counterpoint.answer.files.ModelTarget;
import org.counterpoint.app.ExitCode;
import org.counterpoint.app.command.ModelInitCommand.Stored;
import org.counterpoint.console.Console;
import org.counterpoint.console.UsageException;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.gguf.GgufAdapter;
import org.counterpoint.engine.weights.gguf.GgufImport;
import org.counterpoint.store.hub.HubKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A model folder from a GGUF file. */
@Command(
        name = "import",
        header = "Make a model folder from a GGUF file.",
        description = "With --json the files that were made are named with their SHA-256.",
        footer = {
            "Read are files of the architectures llama (Mistral's too), qwen2, qwen3, gemma2, gemma3, phi3, olmo2,"
                    + " granite",
            "and smollm3, and LoRA adapters for them (--base), with weights in F32, F16, BF16,",
            "Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K and Q6_K. Quantised weights do not become better: they are"
                    + " written",
            "as the numbers that llama.cpp computes with.",
            "",
            "Examples:",
            "  counterpoint model import SmolLM2-135M-Instruct.Q8_0.gguf --out SmolLM2",
            "  counterpoint model import model.gguf --out model --dtype bf16",
            "  counterpoint model import model.gguf --out model --keep-blocks   # for our own commands only",
            "  counterpoint model import lora.gguf --base model --out lora"
        })
public final class ModelImportCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "FILE", description = "The GGUF file.")
    Path file = Path.of("");

    @Mixin
    OutFolder target = new OutFolder();

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "What weights are stored as: ${COMPLETION-CANDIDATES} (fp16 or bf16 where the file is and"
                    + " nothing is lost, else fp32).")
    @Nullable
    Stored dtype;

    @FromHub(HubKind.MODEL)
    @Option(names = "--base", paramLabel = "DIR", description = "Of an adapter's file: the model that it is for.")
    @Nullable
    Path base;

    @Option(
            names = "--keep-blocks",
            description = "Copy the file into the folder, in the place of safetensors: our own commands read that, and"
                    + " generate from its blocks.")
    boolean keepBlocks;

    @Option(
            names = "--max-shard-bytes",
            defaultValue = "5000000000",
            paramLabel = "N",
            description = "Weights that take more go into several files (${DEFAULT-VALUE}).")
    long maxShardBytes;

    @Mixin
    JsonOption json = new JsonOption();

    public ModelImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (keepBlocks && dtype != null) {
            throw new UsageException(
                    "--keep-blocks leaves weights as they are, --dtype converts them; give one of them");
        }
        Path beneath = base;
        if (beneath == null && GgufAdapter.isOne(file)) {
            throw new UsageException(file + " is an adapter's: give --base DIR, the model that it is for");
        }
        if (beneath != null && (keepBlocks || dtype != null)) {
            throw new UsageException("an adapter is written in fp32: leave --keep-blocks and --dtype out");
        }
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("out", target.path().toString());
        List<String> names;
        if (beneath != null) {
            Map<String, String> made = ModelTarget.make(
                    target.path(), target.replaces(), target -> GgufAdapter.read(file, beneath, target));
            names = List.copyOf(made.keySet());
            value.put("files", made);
        } else if (keepBlocks) {
            names = ModelTarget.make(
                    target.path(),
                    target.replaces(),
                    target -> GgufImport.keep(file, target, (from, to) -> Files.copy(from, to)));
            value.put("files", names);
        } else {
            DType type = dtype == null ? null : dtype.type();
            Map<String, String> made = ModelTarget.make(
                    target.path(), target.replaces(), target -> GgufImport.write(file, target, type, maxShardBytes));
            names = List.copyOf(made.keySet());
            value.put("files", made);
        }
        if (json.given) {
            console.json(value);
        } else {
            console.result(target.path() + ": " + String.join(", ", names));
        }
        return ExitCode.DONE;
    }
}
