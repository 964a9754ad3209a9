package org.counterpoint.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.counterpoint.answer.files.ModelTarget;
import org.counterpoint.app.ExitCode;
import org.counterpoint.app.command.ModelInitCommand.Stored;
import org.counterpoint.console.Console;
import org.counterpoint.engine.weights.ModelMerge;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.train.card.ModelCard;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An adapter and its base as one model. */
@Command(
        name = "merge",
        header = "Write the whole model that a LoRA adapter makes of its base.",
        description = "With --json the files that were made are named with their SHA-256.",
        footer = {
            "The base is where the adapter's adapter_config.json says, or --base; sums are computed in fp32.",
            "",
            "Examples:",
            "  counterpoint model merge --model run/final --out merged",
            "  counterpoint model merge --model run/final --out merged --dtype bf16"
        })
public final class ModelMergeCommand implements Callable<Integer> {
    private static final long SHARD_BYTES = 5_000_000_000L;

    private final Console console;

    @FromHub(HubKind.MODEL)
    @Option(names = "--model", required = true, paramLabel = "ADAPTER", description = "The adapter's folder.")
    Path model = Path.of("");

    @Mixin
    BaseOption base = new BaseOption();

    @Mixin
    OutFolder target = new OutFolder();

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "What weights are stored as: ${COMPLETION-CANDIDATES} (the base's).")
    @Nullable
    Stored dtype;

    @Mixin
    JsonOption json = new JsonOption();

    public ModelMergeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path given = base.of(model);
        Map<String, String> made = ModelTarget.make(target.path(), target.replaces(), target -> merge(given, target));
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

    private Map<String, String> merge(@Nullable Path given, Path target) throws IOException {
        Map<String, String> made =
                new TreeMap<>(ModelMerge.write(model, given, target, dtype == null ? null : dtype.type(), SHARD_BYTES));
        String card = ModelCard.merged(model).orElse(null);
        if (card != null) {
            Files.writeString(target.resolve(ModelCard.FILE), card);
            made.put(ModelCard.FILE, Checksums.hex(card));
        }
        return made;
    }
}
