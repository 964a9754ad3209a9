package org.counterpoint.report.winrate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Progress;
import org.counterpoint.eval.Annotation;
import org.counterpoint.eval.annotations.AnnotationReader;
import org.counterpoint.eval.annotations.AnnotationRow;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.BothOrders;
import org.counterpoint.eval.annotations.Judgement;
import org.counterpoint.report.Section;
import org.jspecify.annotations.Nullable;

/**
 * Answers side by side with their verdicts. A page cannot hold everything: instructions on which verdicts disagree come
 * first, then lost and tied ones, then the others.
 */
final class AnswersShown {
    private static final int INSTRUCTIONS = 200;
    private static final int FILES = 4;
    private static final String BASELINE = " (baseline)";

    private final List<AnnotationSet> sets;
    private final Map<String, Map<Integer, Judgement>> judgements = new LinkedHashMap<>();

    private AnswersShown(List<AnnotationSet> sets) {
        this.sets = sets;
        for (int file = 0; file < sets.size(); file++) {
            for (Judgement judgement : sets.get(file).judgements()) {
                judgements
                        .computeIfAbsent(judgement.instruction(), key -> new LinkedHashMap<>())
                        .put(file, judgement);
            }
        }
    }

    /** Reads the first few files again, for the texts. */
    static Section.Answers of(List<AnnotationSet> all) {
        AnswersShown shown = new AnswersShown(all.subList(0, Math.min(FILES, all.size())));
        Set<String> chosen = shown.chosen();
        List<Map<String, AnnotationRow>> texts =
                shown.sets.stream().map(set -> texts(set, chosen)).toList();
        String note = chosen.size() == shown.judgements.size()
                ? "All " + chosen.size() + " instructions."
                : chosen.size() + " of " + shown.judgements.size()
                        + " instructions: first those on which verdicts disagree, then lost and tied ones.";
        List<String> baselines =
                shown.sets.stream().map(AnnotationSet::baseline).distinct().toList();
        return new Section.Answers(
                "Answers",
                note + " Filter by \"disagreement\": another winner in another file or in the other order.",
                baselines.size() == 1 ? baselines.get(0) + BASELINE : "",
                chosen.stream()
                        .map(instruction -> shown.item(instruction, texts))
                        .toList());
    }

    private Set<String> chosen() {
        Set<String> chosen = new LinkedHashSet<>();
        judgements.keySet().stream().filter(this::disagree).limit(INSTRUCTIONS).forEach(chosen::add);
        judgements.keySet().stream().filter(this::notWon).forEach(i -> addUpTo(chosen, i));
        judgements.keySet().forEach(i -> addUpTo(chosen, i));
        return chosen;
    }

    private static void addUpTo(Set<String> chosen, String instruction) {
        if (chosen.size() < INSTRUCTIONS) {
            chosen.add(instruction);
        }
    }

    private Iterable<Judgement> of(String instruction) {
        return Objects.requireNonNull(judgements.get(instruction)).values();
    }

    private boolean disagree(String instruction) {
        Set<Double> winners = new LinkedHashSet<>();
        boolean ordersDisagree = false;
        for (Judgement judgement : of(instruction)) {
            if (judgement.hasVerdict()) {
                winners.add(Math.signum(judgement.score() - 0.5));
            }
            ordersDisagree |= judgement.orders() != null && judgement.orders().disagree();
        }
        return ordersDisagree || winners.size() > 1;
    }

    private boolean notWon(String instruction) {
        for (Judgement judgement : of(instruction)) {
            if (judgement.score() <= 0.5) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, AnnotationRow> texts(AnnotationSet set, Set<String> chosen) {
        Map<String, AnnotationRow> texts = new HashMap<>();
        Map<String, Origin> places = new HashMap<>();
        set.judgements().forEach(j -> places.put(j.instruction(), j.origin()));
        try (AnnotationReader reader = new AnnotationReader(Path.of(set.file()), entry -> {}, Progress.NONE)) {
            for (AnnotationRow row = reader.next(); row != null; row = reader.next()) {
                Annotation annotation = row.annotation();
                boolean isTheOne = annotation.generator2().equals(set.candidate())
                        && annotation.generator1().equals(set.baseline())
                        && annotation.origin().equals(places.get(annotation.instruction()));
                if (isTheOne && chosen.contains(annotation.instruction())) {
                    texts.putIfAbsent(annotation.instruction(), row);
                }
            }
        }
        return texts;
    }

    private Section.Item item(String instruction, List<Map<String, AnnotationRow>> texts) {
        Set<String> tags = new LinkedHashSet<>();
        if (disagree(instruction)) {
            tags.add("disagreement");
        }
        List<Section.Shown> answers = new ArrayList<>();
        Set<String> baselines = new LinkedHashSet<>();
        for (Map<String, AnnotationRow> file : texts) {
            AnnotationRow row = file.get(instruction);
            if (row != null) {
                Annotation annotation = row.annotation();
                if (baselines.add(annotation.generator1() + "\n" + annotation.output1())) {
                    answers.add(new Section.Shown(annotation.generator1() + BASELINE, annotation.output1(), "", ""));
                }
                answers.add(new Section.Shown(
                        annotation.generator2(),
                        annotation.output2(),
                        verdict(annotation.preference()),
                        orders(row.orders()),
                        annotation.preference() == null ? Double.NaN : annotation.preference() - 1));
                tags.add(outcome(annotation.preference()));
                if (row.dataset() != null) {
                    tags.add(row.dataset());
                }
            }
        }
        return new Section.Item(instruction, List.copyOf(tags), answers);
    }

    private static String outcome(@Nullable Double preference) {
        return preference == null ? "no verdict" : preference > 1.5 ? "wins" : preference < 1.5 ? "loses" : "ties";
    }

    private static String verdict(@Nullable Double preference) {
        boolean whole = preference == null || preference == 1 || preference == 1.5 || preference == 2;
        return outcome(preference) + (whole ? "" : String.format(Locale.ROOT, " (%.3f)", preference));
    }

    private static String orders(@Nullable BothOrders orders) {
        return orders == null
                ? ""
                : "shown second: " + outcome(orders.baselineFirst()) + "; shown first: "
                        + outcome(orders.candidateFirst());
    }
}
