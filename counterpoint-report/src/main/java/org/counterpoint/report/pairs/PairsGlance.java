package org.counterpoint.report.pairs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.counterpoint.pairs.PairsSummary;
import org.counterpoint.pairs.core.measure.LengthBias;
import org.counterpoint.pairs.core.measure.Measurements;
import org.counterpoint.pairs.core.measure.ModelLengths;
import org.counterpoint.pairs.core.verdict.AuditResult;
import org.counterpoint.report.Badge;
import org.counterpoint.report.Glance;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.ForestPlot;
import org.jspecify.annotations.Nullable;

/** Pairs at a glance: how many, of what, and whether they teach length. */
final class PairsGlance {
    private static final ForestPlot.Sides SIDES =
            new ForestPlot.Sides("chosen longer", "as often either", "rejected longer", "even");
    private static final double STRONG = 0.6;

    private PairsGlance() {}

    static Glance of(PairsSummary summary) {
        Measurements measured = summary.findings().measured();
        LengthBias bias = measured.bias();
        return new Glance(
                sentence(summary, measured, bias),
                belief(summary.findings().audit()),
                bias == null ? null : picture(measured, bias),
                badges(summary, measured, bias),
                summary.findings().warnings());
    }

    private static String sentence(PairsSummary summary, Measurements measured, @Nullable LengthBias bias) {
        String models = String.join(
                ", ", measured.models().stream().map(ModelLengths::model).toList());
        String made = String.format(
                Locale.ROOT,
                "%,d answers of %d models (strongest first: %s) to %,d prompts made %,d pairs",
                summary.answers(),
                measured.models().size(),
                models,
                summary.groups(),
                summary.pairs());
        return bias == null
                ? made + "."
                : made
                        + String.format(
                                Locale.ROOT,
                                "; the chosen answer is the longer one in %.0f %% of them.",
                                100 * bias.share());
    }

    private static String belief(@Nullable AuditResult audit) {
        return audit == null || audit.all().judged() == 0
                ? "That the stronger model's answer is the better one is assumed, not shown: judge a sample of pairs"
                        + " to see."
                : String.format(
                        Locale.ROOT,
                        "Of %,d pairs with a verdict, the judge contradicts %.0f %%.",
                        audit.all().judged(),
                        100 * audit.all().rate());
    }

    private static Section.Chart picture(Measurements measured, LengthBias bias) {
        List<ForestPlot.Row> rows = new ArrayList<>();
        measured.biasByType().forEach((type, one) -> rows.add(row(type, one)));
        rows.add(row("all", bias));
        return ForestPlot.of(
                "How often the chosen answer is the longer one",
                "By pair type, with 95 % intervals (Wilson); equal lengths count half. Far right of the line, the"
                        + " pairs teach to write more.",
                "chosen longer, %",
                rows,
                50,
                SIDES);
    }

    private static ForestPlot.Row row(String label, LengthBias bias) {
        return new ForestPlot.Row(
                label,
                100 * bias.share(),
                100 * bias.interval().low(),
                100 * bias.interval().high());
    }

    private static List<Badge> badges(PairsSummary summary, Measurements measured, @Nullable LengthBias bias) {
        List<Badge> badges = new ArrayList<>();
        badges.add(Badge.count("Prompts", summary.groups()));
        badges.add(Badge.count("Pairs", summary.pairs()));
        badges.add(Badge.count("Models", measured.models().size()));
        if (bias != null) {
            badges.add(new Badge(
                    "Told by length alone",
                    String.format(Locale.ROOT, "AUC %.2f", bias.auc().value()),
                    Math.abs(bias.auc().value() - 0.5) > STRONG - 0.5));
        }
        long lost =
                summary.setAside().values().stream().mapToLong(Long::longValue).sum();
        badges.add(new Badge("Data left out", String.format(Locale.ROOT, "%,d", lost), lost > 0));
        return badges;
    }
}
