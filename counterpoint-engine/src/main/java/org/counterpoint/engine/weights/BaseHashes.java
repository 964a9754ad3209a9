package org.counterpoint.engine.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Hashes of the bases of adapters, each read once a process as long as its files keep their lengths and times. */
final class BaseHashes {
    private static final Map<Map<Path, Stamp>, String> KNOWN = new ConcurrentHashMap<>();

    private record Stamp(long length, FileTime modified) {}

    private BaseHashes() {}

    static String of(ModelFolder base) {
        Map<Path, Stamp> stamps = new TreeMap<>();
        base.lengths().bytes().forEach((file, length) -> stamps.put(file.toAbsolutePath(), stamp(file, length)));
        return KNOWN.computeIfAbsent(stamps, files -> base.weightsHash());
    }

    private static Stamp stamp(Path file, long length) {
        try {
            return new Stamp(length, Files.getLastModifiedTime(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e, e);
        }
    }
}
