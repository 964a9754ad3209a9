package org.counterpoint.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.counterpoint.pairs.core.verdict.OrderEstimate;

/** An estimated order, on the terminal. */
final class OrderText {
    private OrderText() {}

    static List<String> lines(OrderEstimate estimate) {
        List<String> lines = new ArrayList<>();
        lines.add("estimated from " + estimate.verdicts() + " verdicts on " + estimate.prompts() + " prompts ("
                + estimate.places().get(0).strength().interval().method() + ")");
        TextTable table = new TextTable("model", "strength", "95 % interval", "won", "of");
        for (OrderEstimate.Place place : estimate.places()) {
            table.row(
                    place.model(),
                    number(place.strength().value()),
                    number(place.strength().interval().low()) + " to "
                            + number(place.strength().interval().high()),
                    String.format(Locale.ROOT, "%.1f", place.won()),
                    String.format(Locale.ROOT, "%.0f", place.met()));
        }
        lines.addAll(table.lines());
        lines.add(estimate.cycles());
        if (estimate.regularised()) {
            lines.add("somebody won or lost everything, or never met the others: a prior holds the strengths finite");
        }
        estimate.undecided().forEach(pair -> lines.add(pair.words()));
        return lines;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%+.2f", value);
    }
}
