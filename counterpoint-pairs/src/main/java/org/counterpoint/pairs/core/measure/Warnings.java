package org.counterpoint.pairs.core.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.pairs.core.verdict.AuditCell;
import org.counterpoint.pairs.core.verdict.AuditResult;
import org.jspecify.annotations.Nullable;

/** What a person should think about before training on these pairs, in words. */
public final class Warnings {
    /** From here on, and with the interval above a half, one answer is the longer often enough to be learnt. */
    private static final double ONE_SIDED = 0.6;

    private static final double ALIKE = 0.9;
    private static final double OFTEN_CONTRADICTED = 0.1;
    private static final long FEW = 200;

    private Warnings() {}

    /** @param audit null where there were no verdicts */
    public static List<String> of(Measurements measured, @Nullable AuditResult audit) {
        List<String> warnings = new ArrayList<>();
        LengthBias bias = measured.bias();
        if (bias == null) {
            warnings.add("There is no pair: no prompt has different answers of models of different strength.");
            return warnings;
        }
        if (bias.pairs() < FEW) {
            warnings.add("There are only " + bias.pairs() + " pairs: too few to train on, enough to try things out.");
        }
        length(bias, warnings);
        confounded(measured, bias, warnings);
        measured.similarity().forEach((type, spread) -> alike(type, spread, warnings));
        if (audit != null) {
            contradicted(audit, warnings);
        }
        return warnings;
    }

    private static void length(LengthBias bias, List<String> warnings) {
        boolean longer = bias.share() >= ONE_SIDED && bias.interval().low() > 0.5;
        boolean shorter = bias.share() <= 1 - ONE_SIDED && bias.interval().high() < 0.5;
        if (longer || shorter) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The chosen answer is %s in %.0f %% of pairs (95 %% interval %.0f to %.0f %%): training may teach"
                            + " length. Length alone tells the chosen answer with an AUC of %.2f (0.5 would be"
                            + " nothing). --choose length=match or length=balance takes this away.",
                    longer ? "longer" : "shorter",
                    100 * (longer ? bias.share() : 1 - bias.share()),
                    100 * (longer ? bias.interval().low() : 1 - bias.interval().high()),
                    100 * (longer ? bias.interval().high() : 1 - bias.interval().low()),
                    longer ? bias.auc().value() : 1 - bias.auc().value()));
        }
    }

    private static void confounded(Measurements measured, LengthBias bias, List<String> warnings) {
        List<ModelLengths> models = measured.models();
        if (models.size() < 2 || bias.interval().contains(0.5)) {
            return;
        }
        boolean falling = true;
        boolean rising = true;
        for (int i = 1; i < models.size(); i++) {
            falling &= models.get(i).meanLength() < models.get(i - 1).meanLength();
            rising &= models.get(i).meanLength() > models.get(i - 1).meanLength();
        }
        if (falling || rising) {
            warnings.add("Strength and length cannot be told apart by the models alone: "
                    + (falling ? "each stronger model writes longer answers" : "each stronger model is briefer")
                    + " ("
                    + String.join(
                            ", ", models.stream().map(Warnings::meanLength).toList())
                    + " characters on average).");
        }
    }

    private static String meanLength(ModelLengths model) {
        return model.model() + " " + Math.round(model.meanLength());
    }

    private static void alike(String type, Spread spread, List<String> warnings) {
        double upper = spread.quantile(0.95);
        if (upper >= ALIKE) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "In %s one pair in twenty has a similarity of %.2f or more: such answers hardly differ.",
                    type,
                    upper));
        }
    }

    private static void contradicted(AuditResult audit, List<String> warnings) {
        if (audit.all().judged() == 0) {
            warnings.add("None of the verdicts is on these answers: the models' names, prompts or texts differ ("
                    + audit.otherTexts() + " verdicts are on other texts of the same models).");
            return;
        }
        for (Map.Entry<String, AuditCell> type : audit.byType().entrySet()) {
            AuditCell cell = type.getValue();
            if (cell.rate() >= OFTEN_CONTRADICTED) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "The judge contradicts %s on %.0f %% of %d prompts (95 %% interval %.0f to %.0f %%)."
                                + " --disagreement drop or flip acts on it.",
                        type.getKey(),
                        100 * cell.rate(),
                        cell.judged(),
                        100 * cell.interval().low(),
                        100 * cell.interval().high()));
            }
        }
    }
}
