package org.counterpoint.report.pairs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.pairs.PairsSummary;
import org.counterpoint.pairs.core.measure.Example;
import org.counterpoint.pairs.core.measure.LengthBias;
import org.counterpoint.pairs.core.measure.Measurements;
import org.counterpoint.pairs.core.measure.ModelLengths;
import org.counterpoint.pairs.core.measure.Spread;
import org.counterpoint.pairs.core.verdict.AuditCell;
import org.counterpoint.pairs.core.verdict.AuditResult;
import org.counterpoint.report.Chapter;
import org.counterpoint.report.Report;
import org.counterpoint.report.ReportPage;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.Distributions;
import org.counterpoint.report.chart.ForestPlot;

/** Makes {@code report.html} of the summary that {@code pairs} writes. */
public final class PairsReport {
    /** The file's name in the output of {@code pairs}. */
    public static final String FILE = "report.html";

    private final PairsSummary summary;
    private final Measurements measured;

    private PairsReport(PairsSummary summary) {
        this.summary = summary;
        this.measured = summary.findings().measured();
    }

    /** Writes the page into the folder. */
    public static void write(PairsSummary summary, Path folder) {
        ReportPage.write(new PairsReport(summary).report(), folder.resolve(FILE));
    }

    private Report report() {
        List<Section> joining =
                new ArrayList<>(JoinSections.of(summary.findings().joining()));
        List<Section> kinds = new ArrayList<>(List.of(models()));
        List<Section> lengths = new ArrayList<>();
        LengthBias bias = measured.bias();
        if (bias != null) {
            kinds.add(types(bias));
            lengths.add(longer());
            lengths.add(lengthAlone(bias));
        }
        AuditResult audit = summary.findings().audit();
        String all = String.format(Locale.ROOT, "All %,d pairs.", summary.pairs());
        String sample = measured.sampledGroups() < measured.groups()
                ? "A sample of " + measured.sampledGroups() + " of " + measured.groups() + " groups."
                : all;
        return new Report(
                "Preference pairs",
                "Order of strength: " + summary.findings().order(),
                PairsGlance.of(summary),
                List.of(
                        new Chapter("Models and types", all, kinds),
                        new Chapter("Length", all, lengths),
                        new Chapter("Difficulty", sample, bias == null ? List.of() : spreads()),
                        new Chapter(
                                "Verdicts",
                                "The pairs that a judge gave a verdict on.",
                                audit != null && audit.all().judged() > 0 ? audit(audit) : List.of()),
                        new Chapter(
                                "Examples", sample, measured.examples().isEmpty() ? List.of() : List.of(examples())),
                        new Chapter("What did not join", joining),
                        new Chapter("Data left out", List.of(counts()))));
    }

    private Section counts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("rows read", String.valueOf(summary.rowsRead()));
        facts.put("groups", String.valueOf(summary.groups()));
        facts.put("answers", String.valueOf(summary.answers()));
        facts.put("pairs", String.valueOf(summary.pairs()));
        facts.put("refusals among the answers", String.valueOf(summary.refusals()));
        facts.put("cut off", String.valueOf(summary.cutOff()));
        summary.setAside().forEach((reason, count) -> facts.put("left out: " + reason, String.valueOf(count)));
        summary.noticed().forEach((name, count) -> facts.put("noticed: " + name, String.valueOf(count)));
        return new Section.Facts("What was read and kept", facts);
    }

    private Section models() {
        List<List<String>> rows = new ArrayList<>();
        for (ModelLengths model : measured.models()) {
            rows.add(List.of(
                    model.model(),
                    String.valueOf(model.answers()),
                    number(1 + model.meanRank()),
                    String.valueOf(Math.round(model.meanLength()))));
        }
        return new Section.Table(
                "Models",
                "Strongest first. Lengths in Unicode characters, means over all answers.",
                List.of("Model", "Answers", "Mean rank (1 is strongest)", "Mean length"),
                rows);
    }

    private Section types(LengthBias all) {
        List<List<String>> rows = new ArrayList<>();
        summary.pairsByType().forEach((type, count) -> {
            LengthBias bias = measured.biasByType().get(type);
            rows.add(bias == null ? List.of(type, String.valueOf(count), "", "", "") : row(type, bias));
        });
        rows.add(row("all", all));
        return new Section.Table(
                "Pairs by type",
                "Chosen longer: equal lengths count half; 95 % intervals by Wilson. AUC: how well the difference of"
                        + " lengths alone tells the chosen answer, from a sample of " + measured.sampledGroups()
                        + " of "
                        + measured.groups() + " groups; 0.5 would be nothing. "
                        + all.auc().interval().method() + ".",
                List.of("Type", "Pairs", "Chosen longer, %", "95 % interval", "Length alone (AUC)"),
                rows);
    }

    private static List<String> row(String type, LengthBias bias) {
        return List.of(
                type,
                String.valueOf(bias.pairs()),
                number(100 * bias.share()),
                number(100 * bias.interval().low()) + " to "
                        + number(100 * bias.interval().high()),
                String.format(
                        Locale.ROOT,
                        "%.3f (%.3f to %.3f)",
                        bias.auc().value(),
                        bias.auc().interval().low(),
                        bias.auc().interval().high()));
    }

    private Section longer() {
        List<Distributions.Bar> bars = new ArrayList<>();
        measured.biasByType().forEach((type, bias) -> {
            bars.add(new Distributions.Bar(type, "chosen longer", bias.chosenLonger()));
            bars.add(new Distributions.Bar(type, "rejected longer", bias.rejectedLonger()));
            bars.add(new Distributions.Bar(type, "equal", bias.pairs() - bias.chosenLonger() - bias.rejectedLonger()));
        });
        return Distributions.bars(
                "Which answer is the longer one",
                "Pairs by type. Where the chosen answer is mostly the longer one, training on the pairs teaches length"
                        + " too.",
                "pairs",
                bars);
    }

    private Section lengthAlone(LengthBias all) {
        List<ForestPlot.Row> rows = new ArrayList<>();
        measured.biasByType()
                .forEach((type, bias) -> rows.add(row(type, bias.auc().value(), bias)));
        rows.add(row("all", all.auc().value(), all));
        return ForestPlot.of(
                "How far length alone predicts the preference",
                "AUC with its 95 % interval; the line at 0.5 is no prediction at all.",
                "AUC",
                rows,
                0.5);
    }

    private static ForestPlot.Row row(String label, double value, LengthBias bias) {
        return new ForestPlot.Row(
                label, value, bias.auc().interval().low(), bias.auc().interval().high());
    }

    private List<Section> spreads() {
        List<Section> sections = new ArrayList<>();
        if (!measured.similarity().isEmpty()) {
            sections.add(Distributions.histogram(
                    "Similarity of chosen and rejected",
                    "From 0 (nothing in common) to 1 (the same words in the same order), by type.",
                    "similarity",
                    measured.similarity().entrySet().stream()
                            .map(type -> new Distributions.Series(
                                    type.getKey(), type.getValue().values()))
                            .toList()));
        }
        for (Map.Entry<String, Spread> score : measured.scores().entrySet()) {
            Spread spread = score.getValue();
            sections.add(Distributions.histogram(
                    "Difficulty: " + score.getKey(),
                    String.format(
                            Locale.ROOT,
                            "%,d pairs of the sample; median %s, half of them between %s and %s.",
                            spread.n(),
                            significant(spread.quantile(0.5)),
                            significant(spread.quantile(0.25)),
                            significant(spread.quantile(0.75))),
                    score.getKey(),
                    List.of(new Distributions.Series(score.getKey(), spread.values()))));
        }
        return sections;
    }

    private static List<Section> audit(AuditResult audit) {
        Map<String, AuditCell> cells = new LinkedHashMap<>();
        cells.put("all", audit.all());
        cells.putAll(audit.byType());
        audit.byLength().forEach((length, cell) -> cells.put(length.words(), cell));
        audit.byCategory().forEach((category, cell) -> cells.put("category " + category, cell));
        List<ForestPlot.Row> rows = new ArrayList<>();
        List<List<String>> table = new ArrayList<>();
        cells.forEach((name, cell) -> {
            if (cell.judged() > 0) {
                rows.add(new ForestPlot.Row(
                        name,
                        100 * cell.rate(),
                        100 * cell.interval().low(),
                        100 * cell.interval().high()));
                table.add(List.of(
                        name,
                        String.valueOf(cell.judged()),
                        String.valueOf(cell.ties()),
                        String.valueOf(cell.contradicted()),
                        number(100 * cell.rate())));
            }
        });
        String note = "Of the pairs with a verdict, those in which the judge prefers the answer of the weaker model;"
                + " 95 % intervals by Wilson.";
        return List.of(
                ForestPlot.of("How often a judge contradicts the order", note, "contradicted, %", rows, 50),
                new Section.Table(
                        "Verdicts against the order",
                        note,
                        List.of("", "Judged", "Ties", "Contradicted", "Contradicted, %"),
                        table));
    }

    private Section examples() {
        List<Section.Item> items = new ArrayList<>();
        for (Example example : measured.examples()) {
            String end = (example.low() ? "lowest " : "highest ") + example.score();
            String value = example.score() + " " + significant(example.value());
            items.add(new Section.Item(
                    example.prompt(),
                    List.of(end, example.type()),
                    List.of(
                            new Section.Shown(example.chosenModel(), example.chosen(), "chosen", value),
                            new Section.Shown(example.rejectedModel(), example.rejected(), "rejected", ""))));
        }
        return new Section.Answers(
                "Examples from both ends of each score", "Long texts are cut. Filter by score or type.", items);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** To three digits, or whole where there are more before the point. */
    private static String significant(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%,.0f" : "%.3g", value);
    }
}
