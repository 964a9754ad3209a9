package org.counterpoint.pairs.choose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Origin;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.pairs.step.GroupStep;
import org.counterpoint.pairs.step.Survey;
import org.counterpoint.pairs.text.Hashing;
import org.counterpoint.pairs.text.PlainWords;
import org.counterpoint.pairs.text.PromptText;

/** Sets aside the groups whose prompt was there before: the same but for case and spaces, or a near-duplicate. */
final class DuplicatePrompts implements Survey {
    /** The ledger's reason of answers to a prompt that was there before. */
    static final String DUPLICATE_PROMPT = "duplicate_prompt";

    private final boolean near;
    private final PromptClusters clusters;
    private final LongArray ids = new LongArray();
    private final LongArray lines = new LongArray();
    private final List<String> files = new ArrayList<>();
    private final Map<String, Integer> fileNumbers = new HashMap<>();
    private final LongArray fileOf = new LongArray();

    /** @param threshold the least similarity; of no meaning where only exact duplicates count */
    DuplicatePrompts(boolean near, double threshold, Scratch scratch) {
        this.near = near;
        this.clusters = new PromptClusters(near ? threshold : 1, scratch);
    }

    @Override
    public void see(ResponseGroup group) {
        prepare(group).run();
    }

    @Override
    public Runnable prepare(ResponseGroup group) {
        String whole = PromptText.whole(group.prompt());
        String text = near ? whole : PlainWords.sameButForSpaces(whole);
        long[] keys = near ? PromptClusters.keys(text) : new long[] {Hashing.text(text, 0)};
        return () -> {
            clusters.add(text, keys);
            ids.add(id(group));
            lines.add(group.origin().line());
            fileOf.add(fileNumbers.computeIfAbsent(group.origin().file(), file -> {
                files.add(file);
                return files.size() - 1;
            }));
        };
    }

    private static long id(ResponseGroup group) {
        return Hashing.text(group.id(), 0);
    }

    @Override
    public GroupStep conclude() {
        int[] firsts = clusters.firsts();
        Map<Long, Origin> firstByLater = new HashMap<>();
        for (int i = 0; i < firsts.length; i++) {
            if (firsts[i] != i) {
                String file = files.get((int) fileOf.get(firsts[i]));
                firstByLater.put(ids.get(i), new Origin(file, lines.get(firsts[i])));
            }
        }
        String words = near ? "the prompt is much like that of " : "but for case and spaces the prompt is that of ";
        return (group, sink) -> {
            Origin first = firstByLater.get(id(group));
            return first == null ? group : Aside.group(group, DUPLICATE_PROMPT, words + first, sink);
        };
    }
}
