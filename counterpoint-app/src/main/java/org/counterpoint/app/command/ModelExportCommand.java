package org.counterpoint.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.counterpoint.app.ExitCode;
import org.counterpoint.console.Console;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.weights.gguf.GgufExport;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A GGUF file from a model folder. */
@Command(
        name = "export",
        header = "Write a model as a GGUF file, for llama.cpp and Ollama.",
        description = {
            "Weights, tokenizer, chat template and the ends of an answer are in the file; beside it comes a Modelfile"
                    + " for Ollama. An adapter is merged with its base on the way."
        },
        footer = {
            "Written are models of the families Llama, Mistral, Qwen 2 and Qwen 3. Vectors (norms, biases) stay in"
                    + " fp32.",
            "",
            "Examples:",
            "  counterpoint model export --model dpo/final --gguf out/dpo.gguf --type q8_0",
            "  llama-cli -m out/dpo.gguf",
            "  ollama create dpo -f out/Modelfile && ollama run dpo"
        })
public final class ModelExportCommand implements Callable<Integer> {

    private final Console console;

    /** By the names that llama.cpp has for them. */
    enum Type {
        f16(GgufExport.Type.F16),
        bf16(GgufExport.Type.BF16),
        q8_0(GgufExport.Type.Q8_0),
        q4_0(GgufExport.Type.Q4_0);

        private final GgufExport.Type type;

        Type(GgufExport.Type type) {
            this.type = type;
        }
    }

    @Mixin
    ModelOption model = new ModelOption();

    @Option(names = "--gguf", required = true, paramLabel = "FILE", description = "The file to make.")
    Path gguf = Path.of("");

    @Option(
            names = "--type",
            required = true,
            paramLabel = "TYPE",
            description = "What matrices are stored as: ${COMPLETION-CANDIDATES}.")
    Type type = Type.f16;

    @Option(names = "--overwrite", description = "Replace the file, and the Modelfile beside it.")
    boolean overwrite;

    @Option(names = "--json", description = "Print one JSON object: the files with their SHA-256.")
    boolean json;

    public ModelExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path modelfile = gguf.resolveSibling("Modelfile");
        for (Path file : List.of(gguf, modelfile)) {
            if (Files.isDirectory(file)) {
                throw new InputException(file + " is a folder; give another --gguf");
            }
            if (Files.exists(file) && !overwrite) {
                throw new InputException(file + " exists; give another --gguf, or --overwrite to replace it");
            }
        }
        GgufExport.Exported made = GgufExport.write(model.folder, model.base(), gguf, type.type);
        WholeFile.write(modelfile, made.modelfile().getBytes(StandardCharsets.UTF_8));
        made.notices().forEach(console::note);
        if (json) {
            Map<String, Object> files = new LinkedHashMap<>();
            for (Path file : List.of(gguf, modelfile)) {
                files.put(file.toString(), Checksums.sha256(file));
            }
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("files", files);
            value.put("notices", made.notices());
            console.json(value);
        } else {
            console.result(gguf + ": " + Files.size(gguf) + " bytes; " + modelfile);
        }
        return ExitCode.DONE;
    }
}
