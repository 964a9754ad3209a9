package org.counterpoint.pairs.join;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a part of the prompts keeps of each, to find those that are nearly equal: twenty bytes. */
final class PlainPrompts implements Serializable {
    private final List<String> files = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private long[] plain = new long[64];
    private long[] lines = new long[64];
    private int[] fileOf = new int[64];
    private int size;

    /** Takes what the part kept of its prompts, in their order. */
    @FunctionalInterface
    interface Taker {
        void take(long plain, String file, long line);
    }

    void add(JoinedPrompt prompt) {
        if (size == plain.length) {
            int room = size + (size >> 1);
            plain = Arrays.copyOf(plain, room);
            lines = Arrays.copyOf(lines, room);
            fileOf = Arrays.copyOf(fileOf, room);
        }
        plain[size] = prompt.plain();
        lines[size] = prompt.origin().line();
        fileOf[size++] = numbers.computeIfAbsent(prompt.origin().file(), name -> {
            files.add(name);
            return files.size() - 1;
        });
    }

    void each(Taker taker) {
        for (int i = 0; i < size; i++) {
            taker.take(plain[i], files.get(fileOf[i]), lines[i]);
        }
    }
}
