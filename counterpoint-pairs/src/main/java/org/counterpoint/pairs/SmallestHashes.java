package org.counterpoint.pairs;

import java.io.Serializable;
import java.util.TreeSet;

/** The N smallest of the different hashes seen: which N prompts are held out, whatever their order or number. */
public final class SmallestHashes implements Serializable {
    private final int size;
    private final TreeSet<String> smallest = new TreeSet<>();

    /** @param size how many */
    public SmallestHashes(int size) {
        this.size = size;
    }

    /** Takes one into account. */
    public void add(String hash) {
        if (smallest.size() < size) {
            smallest.add(hash);
        } else if (hash.compareTo(smallest.last()) < 0 && smallest.add(hash)) {
            smallest.pollLast();
        }
    }

    /** Takes into account what others have seen. */
    public void addAll(SmallestHashes others) {
        others.smallest.forEach(this::add);
    }

    boolean contains(String hash) {
        return smallest.contains(hash);
    }

    /** N, or fewer where fewer different hashes were seen. */
    int count() {
        return smallest.size();
    }
}
