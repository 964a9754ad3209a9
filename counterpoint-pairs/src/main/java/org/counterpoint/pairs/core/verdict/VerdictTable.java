package org.counterpoint.pairs.core.verdict;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Response;
import org.counterpoint.data.Verdict;
import org.counterpoint.stats.Comparison;

/**
 * The verdicts of annotation files by prompt and pair of models, in memory: about 250 bytes a verdict. Several verdicts
 * on the same two texts (of several judges, or in both positions) are one, their mean.
 */
public final class VerdictTable implements Serializable {
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private final Set<String> models = new TreeSet<>();

    private record Key(String prompt, String low, String high) implements Serializable {}

    /**
     * @param lowText a hash of the text of the model whose name comes first
     * @param sum of how much the model whose name comes second is preferred, over {@code count} verdicts
     */
    private record Entry(int lowText, int highText, double sum, int count, String category) implements Serializable {
        boolean sameTexts(int low, int high) {
            return lowText == low && highText == high;
        }

        Entry plus(double wins) {
            return new Entry(lowText, highText, sum + wins, count + 1, category);
        }

        double mean() {
            return sum / count;
        }
    }

    /** What is known of a pair. */
    public sealed interface Lookup {}

    /** Why nothing is known. */
    public enum Unknown implements Lookup {
        NO_VERDICT,
        /** There is a verdict on these models and this prompt, but on other texts. */
        OTHER_TEXTS
    }

    /**
     * A verdict on a pair.
     *
     * @param chosenWins how much the judge prefers the chosen answer: 1 surely, 0 the other, 0.5 a tie
     * @param category the part of the test set, empty where none is named
     */
    public record Found(double chosenWins, String category) implements Lookup {}

    /** Takes a verdict in, as {@link #add(JudgedAnswers, Ledger)}. */
    public void add(Verdict verdict, Ledger ledger) {
        add(JudgedAnswers.of(verdict), ledger);
    }

    /**
     * Takes a verdict in; to be called in the order of the files.
     *
     * @param ledger takes one on a model and itself, and one on other texts than an earlier one of the same models
     */
    public void add(JudgedAnswers verdict, Ledger ledger) {
        if (verdict.low().equals(verdict.high())) {
            ledger.add(refused(verdict, Reasons.WRONG_TYPE, "the verdict compares " + verdict.low() + " with itself"));
            return;
        }
        models.add(verdict.low());
        models.add(verdict.high());
        Key key = new Key(verdict.prompt(), verdict.low(), verdict.high());
        Entry earlier = entries.get(key);
        if (earlier == null) {
            entries.put(
                    key, new Entry(verdict.lowText(), verdict.highText(), verdict.highWins(), 1, verdict.category()));
        } else if (earlier.sameTexts(verdict.lowText(), verdict.highText())) {
            entries.put(key, earlier.plus(verdict.highWins()));
        } else {
            ledger.add(refused(
                    verdict,
                    Reasons.VERDICT_MISMATCH,
                    "an earlier verdict on " + verdict.low() + " and " + verdict.high()
                            + " is on other texts; it stays"));
        }
    }

    private static LedgerEntry refused(JudgedAnswers verdict, String reason, String detail) {
        return new LedgerEntry(LedgerEntry.Kind.ROW, verdict.origin(), verdict.prompt(), reason, detail);
    }

    /** The verdict on two answers to a prompt; {@link Unknown} where there is none. */
    public Lookup find(Prompt prompt, Response chosen, Response rejected) {
        boolean rising = chosen.model().compareTo(rejected.model()) <= 0;
        Response low = rising ? chosen : rejected;
        Response high = rising ? rejected : chosen;
        Entry entry = entries.get(new Key(PromptIds.of(prompt), low.model(), high.model()));
        if (entry == null) {
            return Unknown.NO_VERDICT;
        }
        if (!entry.sameTexts(low.text().hashCode(), high.text().hashCode())) {
            return Unknown.OTHER_TEXTS;
        }
        double highWins = entry.mean();
        return new Found(rising ? 1 - highWins : highWins, entry.category);
    }

    /** Every verdict as a comparison of two models, units being prompts; models by their place in {@code models}. */
    List<Comparison> comparisons(List<String> models) {
        Map<String, Integer> place = new HashMap<>();
        models.forEach(model -> place.put(model, place.size()));
        Map<String, Integer> units = new HashMap<>();
        List<Comparison> comparisons = new ArrayList<>();
        entries.forEach((key, entry) -> {
            Integer low = place.get(key.low());
            Integer high = place.get(key.high());
            if (low != null && high != null) {
                int unit = units.computeIfAbsent(key.prompt(), prompt -> units.size());
                comparisons.add(new Comparison(unit, low, high, 1 - entry.mean()));
            }
        });
        return comparisons;
    }

    /** Different pairs of answers with a verdict. */
    public int size() {
        return entries.size();
    }

    /** The models that verdicts name. */
    public Set<String> models() {
        return models;
    }
}
