package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.counterpoint.pairs.PairChoices;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who is stronger: exactly one of three ways to say it. */
final class OrderOptions {
    @Option(
            names = "--order",
            paramLabel = "A,B,...",
            description = "The models, strongest first; exactly those of the files.")
    @Nullable
    String models;

    @Option(
            names = "--order-by",
            paramLabel = "FIELD",
            description =
                    "Order each prompt's answers by a field of their rows: rating (more is better) or rank (less is"
                            + " better); equals make no pair.")
    @Nullable
    String field;

    @Option(
            names = "--order-from",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Estimate the order from verdicts (AlpacaEval's annotations), as 'counterpoint order' does.")
    List<Path> verdicts = List.of();

    /** By the names of the settings. */
    Map<String, Object> settings() {
        if (models != null) {
            return Map.of(PairChoices.ORDER, models);
        }
        return field != null
                ? Map.of(PairChoices.ORDER_BY, field)
                : Map.of(
                        PairChoices.ORDER_FROM,
                        verdicts.stream().map(Path::toString).toList());
    }
}
