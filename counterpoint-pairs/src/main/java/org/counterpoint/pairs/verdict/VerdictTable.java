package org.counterpoint.pairs.verdict;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Response;
import org.counterpoint.data.Verdict;
import org.counterpoint.data.forms.VerdictReader;
import org.counterpoint.stats.Comparison;

/**
 * The verdicts of annotation files by prompt and pair of models, in memory: about 250 bytes a verdict. Several verdicts
 * on the same two texts (of several judges, or in both positions) are one, their mean.
 */
public final class VerdictTable implements Serializable {
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private final Set<String> models = new TreeSet<>();

    /** The models in the order of their names, so that both orders of a row meet. */
    private record Key(String prompt, String low, String high) implements Serializable {}

    /**
     * @param lowText a hash of the text of the model whose name comes first
     * @param sum of how much the model whose name comes second is preferred, over {@code count} verdicts
     */
    private record Entry(int lowText, int highText, double sum, int count, String category) implements Serializable {
        boolean sameTexts(int low, int high) {
            return lowText == low && highText == high;
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

    /**
     * Reads annotation files.
     *
     * @param ledger takes rows without a verdict, and verdicts on other texts than an earlier one of the same models
     * @throws org.counterpoint.data.InputException where a file as a whole cannot be used
     */
    public static VerdictTable read(List<Path> files, Ledger ledger, Progress progress) {
        VerdictTable table = new VerdictTable();
        for (Path file : files) {
            try (VerdictReader reader = new VerdictReader(file, ledger, progress)) {
                for (Verdict verdict = reader.next(); verdict != null; verdict = reader.next()) {
                    table.add(verdict, ledger);
                }
            }
        }
        return table;
    }

    void add(Verdict verdict, Ledger ledger) {
        Verdict.Side first = verdict.first();
        Verdict.Side second = verdict.second();
        if (first.model().equals(second.model())) {
            ledger.add(new LedgerEntry(
                    LedgerEntry.Kind.ROW,
                    verdict.origin(),
                    PromptIds.of(verdict.prompt()),
                    Reasons.WRONG_TYPE,
                    "the verdict compares " + first.model() + " with itself"));
            return;
        }
        models.add(first.model());
        models.add(second.model());
        boolean rising = first.model().compareTo(second.model()) <= 0;
        Verdict.Side low = rising ? first : second;
        Verdict.Side high = rising ? second : first;
        double highWins = rising ? verdict.secondWins() : 1 - verdict.secondWins();
        Key key = new Key(PromptIds.of(verdict.prompt()), low.model(), high.model());
        int lowText = low.text().hashCode();
        int highText = high.text().hashCode();
        Entry earlier = entries.get(key);
        if (earlier == null) {
            entries.put(key, new Entry(lowText, highText, highWins, 1, verdict.category()));
        } else if (earlier.sameTexts(lowText, highText)) {
            entries.put(key, new Entry(lowText, highText, earlier.sum + highWins, earlier.count + 1, earlier.category));
        } else {
            ledger.add(new LedgerEntry(
                    LedgerEntry.Kind.ROW,
                    verdict.origin(),
                    key.prompt(),
                    Reasons.VERDICT_MISMATCH,
                    "an earlier verdict on " + low.model() + " and " + high.model() + " is on other texts; it stays"));
        }
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
