package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.List;
import org.counterpoint.pairs.AnswerOrder;
import org.counterpoint.pairs.ModelOrder;
import org.counterpoint.pairs.OrderSource;
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
    AnswerOrder.@Nullable Field field;

    @Option(
            names = "--order-from",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Estimate the order from verdicts (AlpacaEval's annotations), as 'counterpoint order' does.")
    List<Path> verdicts = List.of();

    OrderSource source(OrderSource.Undecided undecided) {
        if (models != null) {
            return new OrderSource.Declared(ModelOrder.parse(models));
        }
        return field != null ? new OrderSource.InData(field) : new OrderSource.FromVerdicts(verdicts, undecided);
    }
}
