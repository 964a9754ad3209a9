package org.counterpoint.pairs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.data.Key;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.pairs.choose.PromptClusters;
import org.counterpoint.pairs.core.text.ComparedText;

/**
 * Holds out whole clusters of near-duplicates: those whose hashes are smallest, as many as fit. A cluster's hash is that
 * of the seed and of one of its prompts, the one with the smallest key: so a big cluster is no likelier to be drawn than a
 * small one, and rows that are added move few others. In memory are a few hundred bytes a prompt; texts lie in scratch files.
 */
public final class ClusterDraw {
    private static final Comparator<Key> ORDER =
            Comparator.comparingLong(Key::high).thenComparingLong(Key::low);

    private final PromptClusters clusters;
    private final List<Key> keys = new ArrayList<>();
    private final Set<Key> known = new HashSet<>();

    /** @param threshold the least similarity (0 to 1) of near-duplicates */
    public ClusterDraw(double threshold, Scratch scratch) {
        this.clusters = new PromptClusters(threshold, scratch);
    }

    private record Cluster(Key draw, TreeSet<Key> prompts) {}

    /** Takes a prompt into account. */
    public void add(Prompt prompt) {
        Key key = PromptIds.key(prompt);
        if (known.add(key)) {
            String text = ComparedText.whole(prompt);
            clusters.add(text, PromptClusters.keys(text));
            keys.add(key);
        }
    }

    /** To be asked for once. A cluster that would make it more than {@code most} prompts is passed over. */
    public HeldOut draw(int most, long seed) {
        List<Cluster> drawn = drawn(seed);
        Set<Key> heldOut = new HashSet<>();
        int whole = 0;
        for (Cluster cluster : drawn) {
            if (heldOut.size() + cluster.prompts.size() <= most) {
                heldOut.addAll(cluster.prompts);
                whole++;
            }
        }
        return new HeldOut(
                prompt -> heldOut.contains(PromptIds.key(prompt)),
                heldOut.size(),
                keys.size(),
                new SplitSummary.Clusters(drawn.size(), whole));
    }

    private List<Cluster> drawn(long seed) {
        int[] firsts = clusters.firsts();
        List<TreeSet<Key>> byFirst = new ArrayList<>();
        for (int i = 0; i < firsts.length; i++) {
            byFirst.add(firsts[i] == i ? new TreeSet<>(ORDER) : byFirst.get(firsts[i]));
            byFirst.get(i).add(keys.get(i));
        }
        List<Cluster> drawn = new ArrayList<>();
        for (int i = 0; i < firsts.length; i++) {
            if (firsts[i] == i) {
                TreeSet<Key> prompts = byFirst.get(i);
                drawn.add(new Cluster(Key.of(seed + " " + PromptIds.of(prompts.first())), prompts));
            }
        }
        drawn.sort(Comparator.comparing(Cluster::draw, ORDER));
        return drawn;
    }
}
