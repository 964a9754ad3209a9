package org.counterpoint.pairs.choose;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Origin;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.pairs.core.choose.Aside;
import org.counterpoint.pairs.core.choose.LongArray;
import org.counterpoint.pairs.core.step.GroupStep;
import org.counterpoint.pairs.core.step.Survey;
import org.counterpoint.pairs.core.text.ComparedText;
import org.counterpoint.pairs.core.text.Hashing;
import org.counterpoint.pairs.core.text.PlainWords;
import org.jspecify.annotations.Nullable;

/** Sets aside the groups whose prompt was there before: the same but for case and spaces, or a near-duplicate. */
final class DuplicatePrompts implements Survey<DuplicatePrompts> {
    /** The ledger's reason of answers to a prompt that was there before. */
    static final String DUPLICATE_PROMPT = "duplicate_prompt";

    private final boolean near;
    private final double threshold;
    /** Where the whole lies; null in a part that was sent from one process to another, which merges nothing. */
    private final transient Scratch scratch;
    /** What was seen and is not merged yet. */
    private final List<Seen> seen = new ArrayList<>();

    private record Seen(String text, long[] keys, long id, Origin origin) implements Serializable {}

    /** @param threshold the least similarity; of no meaning where only exact duplicates count */
    DuplicatePrompts(boolean near, double threshold, Scratch scratch) {
        this.near = near;
        this.threshold = near ? threshold : 1;
        this.scratch = scratch;
    }

    /** All prompts, by number: their texts lie in scratch files, so this is made only where parts come together. */
    private final class Whole {
        private final PromptClusters clusters = new PromptClusters(threshold, scratch);
        private final LongArray ids = new LongArray();
        private final LongArray lines = new LongArray();
        private final List<String> files = new ArrayList<>();
        private final Map<String, Integer> fileNumbers = new HashMap<>();
        private final LongArray fileOf = new LongArray();

        void add(Seen prompt) {
            clusters.add(prompt.text, prompt.keys);
            ids.add(prompt.id);
            lines.add(prompt.origin.line());
            fileOf.add(fileNumbers.computeIfAbsent(prompt.origin.file(), file -> {
                files.add(file);
                return files.size() - 1;
            }));
        }

        Map<Long, Origin> firstByLater() {
            int[] firsts = clusters.firsts();
            Map<Long, Origin> firstByLater = new HashMap<>();
            for (int i = 0; i < firsts.length; i++) {
                if (firsts[i] != i) {
                    String file = files.get((int) fileOf.get(firsts[i]));
                    firstByLater.put(ids.get(i), new Origin(file, lines.get(firsts[i])));
                }
            }
            return firstByLater;
        }
    }

    private transient @Nullable Whole whole;

    @Override
    public DuplicatePrompts part() {
        return new DuplicatePrompts(near, threshold, scratch);
    }

    @Override
    public void see(ResponseGroup group) {
        String all = ComparedText.whole(group.prompt());
        String text = near ? all : PlainWords.sameButForSpaces(all);
        long[] keys = near ? PromptClusters.keys(text) : new long[] {Hashing.text(text, 0)};
        seen.add(new Seen(text, keys, id(group), group.origin()));
    }

    @Override
    public void merge(DuplicatePrompts later) {
        later.seen.forEach(whole()::add);
    }

    /** With what was seen here already in it. */
    private Whole whole() {
        Whole made = whole == null ? new Whole() : whole;
        whole = made;
        seen.forEach(made::add);
        seen.clear();
        return made;
    }

    private static long id(ResponseGroup group) {
        return Hashing.text(group.id(), 0);
    }

    @Override
    public GroupStep conclude() {
        Map<Long, Origin> firstByLater = whole().firstByLater();
        String words = near ? "the prompt is much like that of " : "but for case and spaces the prompt is that of ";
        return (group, sink) -> {
            Origin first = firstByLater.get(id(group));
            return first == null ? group : Aside.group(group, DUPLICATE_PROMPT, words + first, sink);
        };
    }
}
