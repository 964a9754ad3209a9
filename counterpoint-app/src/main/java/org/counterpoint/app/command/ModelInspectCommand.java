package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.counterpoint.app.ExitCode;
import org.counterpoint.console.Console;
import org.counterpoint.data.Counts;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.ModelInspection;
import org.counterpoint.store.hub.HubKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a model folder holds. */
@Command(
        name = "inspect",
        header = "Say what a model folder holds, after checking that it is sound.",
        description = "With --json every tensor is named.",
        footer = {
            "Examples:",
            "  counterpoint model inspect SmolLM2-135M-Instruct",
            "  counterpoint model inspect run/final --json | jq .parameters",
            "  counterpoint model inspect run/final --weights"
        })
public final class ModelInspectCommand implements Callable<Integer> {

    private final Console console;

    @FromHub(HubKind.MODEL)
    @Parameters(index = "0", paramLabel = "DIR", description = "The model folder.")
    Path folder = Path.of("");

    @Mixin
    BaseOption base = new BaseOption();

    @Option(names = "--weights", description = "Read every weight too, and refuse a model that holds NaN or infinity.")
    boolean weights;

    @Mixin
    JsonOption json = new JsonOption();

    public ModelInspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (ModelFolder model = ModelFolder.open(folder, base.of(folder))) {
            if (weights) {
                model.checkFinite();
            }
            ModelInspection inspection = ModelInspection.of(model);
            if (json.given) {
                console.json(inspection);
            } else {
                lines(inspection).forEach(console::result);
            }
        }
        return ExitCode.DONE;
    }

    private static List<String> lines(ModelInspection model) {
        Architecture config = model.config();
        String heads =
                config.attention().heads() + " heads of " + config.attention().headDim()
                        + (config.attention().kvHeads() == config.attention().heads()
                                ? ""
                                : ", " + config.attention().kvHeads() + " for keys and values");
        List<String> lines = new ArrayList<>();
        ModelInspection.Adapter adapter = model.adapter();
        if (adapter != null) {
            lines.add(row(
                    "adapter",
                    String.format(
                            Locale.ROOT,
                            "LoRA, rank %d, alpha %s%s, on %d layers (%s), %,d parameters",
                            adapter.rank(),
                            adapter.alpha(),
                            adapter.rslora() ? ", rsLoRA" : "",
                            adapter.modules(),
                            adapter.targets(),
                            adapter.parameters())));
            lines.add(row("base", adapter.base()));
        }
        lines.addAll(List.of(
                row("architecture", config.name()),
                row("parameters", String.format(Locale.ROOT, "%,d", model.parameters())),
                row(
                        "weights",
                        String.format(
                                Locale.ROOT,
                                "%s, %.1f MB, %d tensors",
                                types(model.storedTypes()),
                                model.weightBytes() / 1e6,
                                model.tensors().size())),
                row(
                        "shape",
                        config.layers() + " layers, width " + config.hiddenSize() + ", inner width "
                                + config.feedForward().width() + ", " + heads),
                row(
                        "vocabulary",
                        config.vocabulary().size() + " tokens, embeddings "
                                + (config.vocabulary().tied() ? "tied" : "not tied")),
                row("positions", config.positions().most() + ", rope theta " + thetas(config)),
                row(
                        "end tokens",
                        model.endTokens().stream().map(String::valueOf).collect(Collectors.joining(", "))),
                row("other files", String.join(", ", model.sideFiles()))));
        ModelInspection.Quantised quantised = model.quantised();
        if (quantised != null) {
            lines.add(row(
                    "quantised",
                    String.format(
                            Locale.ROOT,
                            "%s, %d matrices, %.2f bits a number",
                            quantised.kind(),
                            quantised.matrices(),
                            quantised.bitsPerNumber())));
        }
        return lines;
    }

    /** The type, or how many tensors are of each. */
    private static String types(Map<String, Long> stored) {
        return stored.size() == 1 ? stored.keySet().iterator().next() : Counts.words(stored);
    }

    private static String thetas(Architecture model) {
        return model.positions().ropes().stream()
                .map(rope -> String.valueOf(rope.theta()))
                .collect(Collectors.joining(", "));
    }

    private static String row(String name, String value) {
        return String.format(Locale.ROOT, "%-13s %s", name, value);
    }
}
