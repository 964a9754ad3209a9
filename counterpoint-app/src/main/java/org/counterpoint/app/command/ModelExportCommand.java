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
import org.counterpoint.console.OutputPlace;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.weights.gguf.GgufAdapter;
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
                    + " for Ollama, called NAME.Modelfile where the folder has another file's. An adapter is merged with its base on the way; with --adapter-only its factors become a"
                    + " file of their own, for a base that is one already. With --json the files that were made are named"
                    + " with their SHA-256."
        },
        footer = {
            "Written are models of all families, where llama.cpp computes what they do. Vectors (norms, biases) stay"
                    + " in fp32.",
            "",
            "Examples:",
            "  counterpoint model export --model dpo/final --gguf out/dpo.gguf --type q8_0",
            "  llama-cli -m out/dpo.gguf",
            "  ollama create dpo -f out/Modelfile && ollama run dpo",
            "  counterpoint model export --model lora/final --gguf out/lora.gguf --type f16 --adapter-only",
            "  llama-cli -m base.gguf --lora out/lora.gguf"
        })
public final class ModelExportCommand implements Callable<Integer> {

    private final Console console;

    /** By the names that llama.cpp has for them. */
    enum Type {
        f32(GgufExport.Type.F32),
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

    @Option(names = "--adapter-only", description = "Of an adapter: its factors alone, without its base.")
    boolean adapterOnly;

    @Option(names = "--overwrite", description = "Replace the file, and the Modelfile beside it.")
    boolean overwrite;

    @Mixin
    JsonOption json = new JsonOption();

    public ModelExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OutputPlace.requireFolders(gguf, "--gguf");
        Path modelfile = modelfile(gguf);
        List<Path> made = adapterOnly ? List.of(gguf) : List.of(gguf, modelfile);
        for (Path file : made) {
            if (Files.isDirectory(file)) {
                throw new InputException(file + " is a folder; give another --gguf");
            }
            if (Files.exists(file) && !overwrite) {
                throw new InputException(file + " exists; give another --gguf, or --overwrite to replace it");
            }
        }
        requireNoPartOf(model.folder());
        List<String> notices = List.of();
        if (adapterOnly) {
            GgufAdapter.write(model.folder(), model.base(), gguf, type.type);
        } else {
            GgufExport.Exported exported = GgufExport.write(model.folder(), model.base(), gguf, type.type);
            WholeFile.write(modelfile, exported.modelfile().getBytes(StandardCharsets.UTF_8));
            notices = exported.notices();
        }
        notices.forEach(console::note);
        if (json.given) {
            Map<String, Object> files = new LinkedHashMap<>();
            for (Path file : made) {
                files.put(file.toString(), Checksums.sha256(file));
            }
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("files", files);
            value.put("notices", notices);
            console.json(value);
        } else {
            console.result(gguf + ": " + Files.size(gguf) + " bytes" + (adapterOnly ? "" : "; " + modelfile));
        }
        return ExitCode.DONE;
    }

    /** A model's own weights are not replaced by what is made of them. */
    private void requireNoPartOf(Path folder) throws IOException {
        Path place = gguf.toAbsolutePath().getParent();
        boolean inside = place != null && Files.exists(gguf) && Files.isSameFile(place, folder);
        if (inside && !gguf.toString().endsWith(".gguf")) {
            throw new InputException(gguf + " is a file of the model; give another --gguf");
        }
    }

    /** {@code Modelfile}, as Ollama looks for it, or, where that is another file's, one that bears this one's name. */
    private static Path modelfile(Path gguf) throws IOException {
        Path usual = gguf.resolveSibling("Modelfile");
        String name = String.valueOf(gguf.getFileName());
        boolean another = Files.isRegularFile(usual)
                && !new String(Files.readAllBytes(usual), StandardCharsets.UTF_8).startsWith("FROM ./" + name + "\n");
        return another ? gguf.resolveSibling(name.replaceFirst("\\.gguf$", "") + ".Modelfile") : usual;
    }
}
