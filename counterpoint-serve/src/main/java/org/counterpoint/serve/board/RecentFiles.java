package org.counterpoint.serve.board;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Followed files that somebody looked at lately; those that nobody did for the longest time are forgotten, and read anew
 * when they are asked for. Safe for several threads.
 */
final class RecentFiles<T> {
    private static final int MOST = 64;

    private final Function<Path, T> opening;
    private final Map<Path, T> files = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, T> eldest) {
            return size() > MOST;
        }
    };

    RecentFiles(Function<Path, T> opening) {
        this.opening = opening;
    }

    synchronized T of(Path file) {
        return files.computeIfAbsent(file, opening);
    }
}
