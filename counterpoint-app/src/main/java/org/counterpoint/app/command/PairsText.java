package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.counterpoint.console.Console;
import org.counterpoint.pairs.PairsSummary;
import org.counterpoint.pairs.core.measure.LengthBias;
import org.counterpoint.pairs.core.measure.Measurements;
import org.counterpoint.pairs.core.measure.ModelLengths;
import org.counterpoint.pairs.core.measure.Spread;
import org.counterpoint.pairs.core.verdict.AuditCell;
import org.counterpoint.pairs.core.verdict.AuditResult;
import org.counterpoint.pairs.core.verdict.OrderEstimate;
import org.counterpoint.pairs.join.JoinReport;

/** What {@code pairs} did, on the terminal. */
final class PairsText {
    private PairsText() {}

    static void print(Console console, PairsSummary summary, Path out) {
        console.result(summary.rowsRead() + " rows read: " + summary.answers() + " answers in " + summary.groups()
                + " groups (joined by prompt)");
        joining(summary.findings().joining()).forEach(console::result);
        console.result("order " + summary.findings().order());
        OrderEstimate estimate = summary.findings().estimate();
        if (estimate != null) {
            OrderText.lines(estimate).forEach(console::result);
        }
        console.result(summary.pairs() + " pairs");
        types(summary).forEach(console::result);
        models(summary.findings().measured()).forEach(console::result);
        AuditResult audit = summary.findings().audit();
        if (audit != null) {
            audit(audit).forEach(console::result);
        }
        if (!summary.noticed().isEmpty()) {
            console.result("noticed: "
                    + summary.noticed().entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", ")));
        }
        console.result("refusals " + summary.refusals() + ", cut off " + summary.cutOff());
        SetAside.print(console, summary.setAside(), out.resolve("ledger.jsonl"));
        summary.findings().warnings().forEach(warning -> console.result("warning: " + warning));
        console.result("written to " + out);
    }

    private static List<String> joining(JoinReport joining) {
        List<String> lines = new ArrayList<>();
        joining.missing()
                .forEach((model, lacking) -> lines.add(lacking.prompts() + " of " + joining.prompts()
                        + " prompts without an answer of " + model + ": "
                        + lacking.examples().stream()
                                .map(example -> example.origin().toString())
                                .collect(Collectors.joining(", "))
                        + (lacking.prompts() > lacking.examples().size() ? ", …" : "")));
        joining.alone().forEach((file, count) -> lines.add(count + " answers of " + file + " joined with none"));
        return lines;
    }

    private static List<String> types(PairsSummary summary) {
        Measurements measured = summary.findings().measured();
        TextTable table = new TextTable("type", "pairs", "chosen longer", "AUC of length", "similarity (median)");
        summary.pairsByType().forEach((type, count) -> {
            LengthBias bias = measured.biasByType().get(type);
            Spread similarity = measured.similarity().get(type);
            table.row(
                    type,
                    Long.toString(count),
                    bias == null ? "" : percent(bias.share()),
                    bias == null ? "" : number(bias.auc().value()),
                    similarity == null ? "" : number(similarity.quantile(0.5)));
        });
        return table.lines();
    }

    private static List<String> models(Measurements measured) {
        TextTable table = new TextTable("model", "answers", "mean rank", "mean characters");
        for (ModelLengths model : measured.models()) {
            table.row(
                    model.model(),
                    Long.toString(model.answers()),
                    number(model.meanRank()),
                    Long.toString(Math.round(model.meanLength())));
        }
        return table.lines();
    }

    private static List<String> audit(AuditResult audit) {
        List<String> lines = new ArrayList<>();
        lines.add(audit.all().judged() + " of " + audit.pairs() + " pairs have a verdict"
                + (audit.otherTexts() == 0 ? "" : "; " + audit.otherTexts() + " verdicts are on other texts"));
        TextTable table = new TextTable("verdicts", "judged", "contradicted", "95 % interval", "ties");
        audit.byType().forEach((type, cell) -> row(table, type, cell));
        audit.byLength().forEach((length, cell) -> row(table, length.words(), cell));
        audit.byCategory().forEach((category, cell) -> row(table, category, cell));
        lines.addAll(table.lines());
        return lines;
    }

    private static void row(TextTable table, String name, AuditCell cell) {
        table.row(
                name,
                Long.toString(cell.judged()),
                percent(cell.rate()),
                percent(cell.interval().low()) + " to "
                        + percent(cell.interval().high()),
                Long.toString(cell.ties()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
