package org.counterpoint.pairs;

import java.util.TreeSet;

/** The N smallest of the different hashes seen: which N prompts are held out, whatever their order or number. */
final class SmallestHashes {
    private final int size;
    private final TreeSet<String> smallest = new TreeSet<>();

    SmallestHashes(int size) {
        this.size = size;
    }

    void add(String hash) {
        if (smallest.size() < size) {
            smallest.add(hash);
        } else if (hash.compareTo(smallest.last()) < 0 && smallest.add(hash)) {
            smallest.pollLast();
        }
    }

    boolean contains(String hash) {
        return smallest.contains(hash);
    }

    /** N, or fewer where fewer different hashes were seen. */
    int count() {
        return smallest.size();
    }
}
