package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.counterpoint.app.ExitCode;
import org.counterpoint.console.Console;
import org.counterpoint.engine.weights.ModelConfig;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.ModelInspection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a model folder holds. */
@Command(
        name = "inspect",
        header = "Say what a model folder holds, after checking that it is sound.",
        footer = {
            "Examples:",
            "  counterpoint model inspect SmolLM2-135M-Instruct",
            "  counterpoint model inspect run/final --json | jq .parameters",
            "  counterpoint model inspect run/final --weights"
        })
public final class ModelInspectCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "DIR", description = "The model folder.")
    Path folder = Path.of("");

    @Option(names = "--weights", description = "Read every weight too, and refuse a model that holds NaN or infinity.")
    boolean weights;

    @Option(names = "--json", description = "Print one JSON object, with every tensor.")
    boolean json;

    public ModelInspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (ModelFolder model = ModelFolder.open(folder)) {
            if (weights) {
                model.checkFinite();
            }
            ModelInspection inspection = ModelInspection.of(model);
            if (json) {
                console.json(inspection);
            } else {
                lines(inspection).forEach(console::result);
            }
        }
        return ExitCode.DONE;
    }

    private static List<String> lines(ModelInspection model) {
        ModelConfig config = model.config();
        String heads = config.heads() + " heads of " + config.headDim()
                + (config.kvHeads() == config.heads() ? "" : ", " + config.kvHeads() + " for keys and values");
        return List.of(
                row("architecture", config.architecture()),
                row("parameters", String.format(Locale.ROOT, "%,d", model.parameters())),
                row(
                        "weights",
                        String.format(
                                Locale.ROOT,
                                "%s, %.1f MB, %d tensors",
                                model.dtype(),
                                model.weightBytes() / 1e6,
                                model.tensors().size())),
                row(
                        "shape",
                        config.layers() + " layers, width " + config.hiddenSize() + ", inner width "
                                + config.intermediateSize() + ", " + heads),
                row(
                        "vocabulary",
                        config.vocabularySize() + " tokens, embeddings "
                                + (config.tiedEmbeddings() ? "tied" : "not tied")),
                row("positions", config.maxPositions() + ", rope theta " + config.ropeTheta()),
                row(
                        "end tokens",
                        model.endTokens().stream().map(String::valueOf).collect(Collectors.joining(", "))),
                row("other files", String.join(", ", model.sideFiles())));
    }

    private static String row(String name, String value) {
        return String.format(Locale.ROOT, "%-13s %s", name, value);
    }
}
