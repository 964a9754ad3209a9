package org.counterpoint.pairs.choose;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptRow;
import org.counterpoint.data.forms.PromptReader;
import org.counterpoint.pairs.core.choose.Aside;
import org.counterpoint.pairs.core.step.GroupStep;
import org.counterpoint.pairs.core.text.ComparedText;
import org.counterpoint.pairs.core.text.Hashing;
import org.counterpoint.pairs.core.text.PlainWords;
import org.jspecify.annotations.Nullable;

/**
 * Prompts that a model will be judged on and must not be trained on. A prompt is contaminated if it has all their words
 * and no others, or so many words of one of them in a row as it is asked for; of one with fewer words, down to eight, all
 * in a row. In this only words count: letters and digits, their case and Unicode form aside.
 */
final class Contamination implements Serializable {
    /** The ledger's reason of answers to a prompt that is in an evaluation set. */
    static final String CONTAMINATED = "contaminated";

    /** Fewer words in a row are in many prompts by chance; so short a prompt counts as a whole only. */
    private static final int LEAST_IN_A_ROW = 8;

    private final int ngram;
    private final Map<Long, Origin> whole = new HashMap<>();
    private final Map<Long, Origin> runs = new HashMap<>();
    private final TreeSet<Integer> lengths = new TreeSet<>();

    private Contamination(int ngram) {
        this.ngram = ngram;
    }

    /**
     * Reads the evaluation sets, which are held in memory.
     *
     * @param files of any form that has prompts
     * @throws org.counterpoint.data.InputException where one cannot be used
     */
    static Contamination read(List<Path> files, int ngram) {
        Contamination contamination = new Contamination(ngram);
        for (Path file : files) {
            try (PromptReader reader = new PromptReader(file, CountingLedger.discarding(), Progress.NONE)) {
                for (PromptRow row = reader.next(); row != null; row = reader.next()) {
                    contamination.add(row.prompt(), row.origin());
                }
            }
        }
        return contamination;
    }

    void add(Prompt prompt, Origin origin) {
        for (String text : texts(prompt)) {
            List<String> words = wordsOrSigns(text);
            whole.putIfAbsent(hash(words, 0, words.size()), origin);
            int length = Math.min(ngram, words.size());
            if (length < Math.min(ngram, LEAST_IN_A_ROW)) {
                continue;
            }
            lengths.add(length);
            for (int i = 0; i + length <= words.size(); i++) {
                runs.putIfAbsent(hash(words, i, length), origin);
            }
        }
    }

    /** The prompt as a whole, and what was asked last in it. */
    private static List<String> texts(Prompt prompt) {
        String all = ComparedText.whole(prompt);
        String last = ComparedText.lastQuestion(prompt);
        return all.equals(last) || last.isBlank() ? List.of(all) : List.of(all, last);
    }

    private static List<String> wordsOrSigns(String text) {
        List<String> words = PlainWords.words(text);
        return words.isEmpty() ? List.of(PlainWords.sameButForSpaces(text)) : words;
    }

    private static long hash(List<String> words, int from, int count) {
        long hash = count;
        for (int i = from; i < from + count; i++) {
            hash = Hashing.mix(hash * 31 + Hashing.text(words.get(i), 0));
        }
        return hash;
    }

    /** Why the prompt is contaminated, for a person; null where it is not. */
    @Nullable
    String find(Prompt prompt) {
        for (String text : texts(prompt)) {
            List<String> words = wordsOrSigns(text);
            Origin same = whole.get(hash(words, 0, words.size()));
            if (same != null) {
                return "the prompt is that of " + same;
            }
        }
        List<String> words = wordsOrSigns(ComparedText.whole(prompt));
        for (int length : lengths) {
            for (int i = 0; i + length <= words.size(); i++) {
                Origin origin = runs.get(hash(words, i, length));
                if (origin != null) {
                    return length + " words in a row are those of " + origin + ": \""
                            + String.join(" ", new ArrayList<>(words.subList(i, i + length))) + "\"";
                }
            }
        }
        return null;
    }

    /** Sets aside every group with a contaminated prompt. */
    GroupStep step() {
        return (group, sink) -> {
            String why = find(group.prompt());
            return why == null ? group : Aside.group(group, CONTAMINATED, why, sink);
        };
    }
}
