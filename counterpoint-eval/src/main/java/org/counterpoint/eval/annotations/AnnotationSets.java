package org.counterpoint.eval.annotations;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Progress;

/** Reads annotation files whole and sorts out what belongs together. */
public final class AnnotationSets {
    /** How annotations without an annotator are called where others have one. */
    private static final String UNNAMED = "(unnamed)";

    private AnnotationSets() {}

    /**
     * Rows of another pair of models than the file's (that of most rows, or of the model asked for) go to the ledger.
     * Where several annotators judged the same instruction, one annotator's verdicts are the file's and the others'
     * stand beside them; where each instruction has one annotator they are a pool and stay together, as in AlpacaEval.
     *
     * @throws InputException where the file as a whole cannot be used, or has no row of the model asked for
     */
    public static AnnotationSet read(Path file, AnnotationChoice choice, Ledger ledger, Progress progress) {
        Account account = new Account(ledger);
        Map<Pairing, List<Attributed>> byPairing = new LinkedHashMap<>();
        long rows = 0;
        List<JudgedRow> whole = WholeAnnotations.rows(file);
        if (whole != null) {
            whole.forEach(row -> put(byPairing, row));
            rows = whole.size();
        } else {
            try (AnnotationReader reader = new AnnotationReader(file, account, progress)) {
                for (AnnotationRow row = reader.next(); row != null; row = reader.next()) {
                    put(byPairing, JudgedRow.of(row));
                }
                rows = reader.rowsRead();
            }
        }
        Pairing pairing = pairing(file, byPairing, choice);
        byPairing.forEach((other, others) -> {
            if (!other.equals(pairing)) {
                others.forEach(one -> account.add(mixed(one.judgement(), other, pairing)));
            }
        });
        return sorted(file, pairing, Objects.requireNonNull(byPairing.get(pairing)), choice, rows, account);
    }

    private static void put(Map<Pairing, List<Attributed>> byPairing, JudgedRow row) {
        String annotator = row.annotator() == null ? UNNAMED : row.annotator();
        byPairing
                .computeIfAbsent(new Pairing(row.baseline(), row.candidate()), key -> new ArrayList<>())
                .add(new Attributed(annotator, row.judgement()));
    }

    private static AnnotationSet sorted(
            Path file, Pairing pairing, List<Attributed> rows, AnnotationChoice choice, long read, Account account) {
        Map<String, Long> frequency = rows.stream()
                .collect(Collectors.groupingBy(Attributed::annotator, TreeMap::new, Collectors.counting()));
        List<String> annotators = frequency.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        String wanted = choice.annotator();
        if (wanted != null && !frequency.containsKey(wanted)) {
            throw new InputException(file + " has no annotation by '" + wanted + "'; its annotators are "
                    + String.join(", ", annotators) + ".");
        }
        if (wanted == null && !overlap(rows)) {
            List<Judgement> pool = once(rows.stream().map(Attributed::judgement).toList(), account);
            return new AnnotationSet(
                    file.toString(), pairing.baseline, pairing.candidate, annotators, pool, Map.of(), read, account);
        }
        String main = wanted == null ? annotators.get(0) : wanted;
        Map<String, List<Judgement>> byAnnotator = new LinkedHashMap<>();
        for (String annotator : annotators) {
            List<Judgement> theirs = rows.stream()
                    .filter(row -> row.annotator.equals(annotator))
                    .map(Attributed::judgement)
                    .toList();
            byAnnotator.put(annotator, once(theirs, account));
        }
        List<Judgement> judgements = Objects.requireNonNull(byAnnotator.remove(main));
        return new AnnotationSet(
                file.toString(),
                pairing.baseline,
                pairing.candidate,
                List.of(main),
                judgements,
                byAnnotator,
                read,
                account);
    }

    private static Pairing pairing(Path file, Map<Pairing, List<Attributed>> byPairing, AnnotationChoice choice) {
        return byPairing.entrySet().stream()
                .filter(entry ->
                        choice.candidate() == null || entry.getKey().candidate.equals(choice.candidate()))
                // The first of equals: max keeps the last.
                .reduce((best, next) -> next.getValue().size() > best.getValue().size() ? next : best)
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new InputException(file + " has no row whose generator_2 is '" + choice.candidate()
                        + "'; it has "
                        + byPairing.keySet().stream()
                                .map(Pairing::candidate)
                                .distinct()
                                .limit(12)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    /** Whether two annotators judged the same instruction. */
    private static boolean overlap(List<Attributed> rows) {
        Map<String, String> annotators = new HashMap<>();
        for (Attributed row : rows) {
            String other = annotators.putIfAbsent(row.judgement.instruction(), row.annotator);
            if (other != null && !other.equals(row.annotator)) {
                return true;
            }
        }
        return false;
    }

    private static List<Judgement> once(List<Judgement> judgements, Account account) {
        Map<String, Judgement> first = new HashMap<>();
        List<Judgement> kept = new ArrayList<>();
        for (Judgement judgement : judgements) {
            Judgement before = first.putIfAbsent(judgement.instruction(), judgement);
            if (before == null) {
                kept.add(judgement);
            } else {
                account.add(again(judgement, before));
            }
        }
        return kept;
    }

    private static LedgerEntry again(Judgement judgement, Judgement before) {
        boolean same = judgement.sameVerdict(before);
        return new LedgerEntry(
                LedgerEntry.Kind.ROW,
                judgement.origin(),
                null,
                same ? AnnotationReasons.DUPLICATE_ANNOTATION : AnnotationReasons.CONFLICTING_ANNOTATION,
                "the instruction was judged at " + before.origin()
                        + (same ? " with the same verdict" : " with another verdict or on other answers")
                        + "; the first stays");
    }

    private static LedgerEntry mixed(Judgement judgement, Pairing found, Pairing expected) {
        return new LedgerEntry(
                LedgerEntry.Kind.ROW,
                judgement.origin(),
                null,
                AnnotationReasons.MIXED_GENERATORS,
                "the row compares " + found + ", the file's figures are of " + expected);
    }

    private record Pairing(String baseline, String candidate) {
        @Override
        public String toString() {
            return candidate + " with " + baseline;
        }
    }

    private record Attributed(String annotator, Judgement judgement) {}
}
