package org.counterpoint.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hashes of what large files hold, kept from process to process. A file whose size, times and place on the disk are as before is not read
 * again: among them is the time at which the system last changed its entry, which no program can set back. Where the system has none, a hash
 * is known within the process alone. Whoever wants to know whether a disk still holds what was written reads the file
 * ({@link Checksums#sha256(Path)}).
 */
public final class HashMemory {
    /** Smaller files are soon read. */
    static final long LEAST = 16L << 20;

    /** What was written later than this ago could be written again without another time. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /** Hashes that are kept; of more the oldest half goes. */
    private static final int MOST = 4096;

    private static final int NAME = 32;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final HashMemory HERE = new HashMemory(
            CacheFolder.of(System.getenv()).resolve("counterpoint").resolve("hashes"));

    private final Path folder;
    private final Map<String, String> ofProcess = new ConcurrentHashMap<>();

    /** How a hash is had that is not known. */
    @FunctionalInterface
    public interface Reading {
        /** 64 hex digits. */
        String hash() throws IOException;
    }

    /** @param folder where hashes are kept, a small file each; made where it is not there */
    HashMemory(Path folder) {
        this.folder = folder;
    }

    /** This user's: {@code counterpoint/hashes} in the {@link CacheFolder}. */
    public static HashMemory here() {
        return HERE;
    }

    /** A file's SHA-256, as {@link Checksums#sha256(Path)} has it. */
    public String of(Path file) throws IOException {
        return of("sha256", state(List.of(file)), () -> Checksums.sha256(file));
    }

    /** How some files are now, in any order: to be asked when they are opened, where what was opened is read later. */
    public static State state(Collection<Path> files) throws IOException {
        return state(files, Instant.now());
    }

    static State state(Collection<Path> files, Instant now) throws IOException {
        List<Path> sorted = files.stream().sorted().toList();
        return new State(sorted, stamps(sorted), now);
    }

    /**
     * A hash of what some files hold together.
     *
     * @param kind what is hashed and how; of another kind files have another hash
     * @throws IOException if a file is not there, or the reading fails
     */
    public String of(String kind, State state, Reading reading) throws IOException {
        if (state.size() < LEAST || !state.isStill()) {
            return reading.hash();
        }
        String name = Checksums.hex(kind + "\n" + state.stamps).substring(0, NAME);
        Optional<String> known = known(name, state.stamps);
        if (known.isPresent()) {
            return known.get();
        }
        String hash = reading.hash();
        if (state.isSettled() && state.isStill()) {
            ofProcess.put(name, hash);
            keep(name, hash, state.stamps);
        }
        return hash;
    }

    /** How some files were at a moment. */
    public static final class State {
        private final List<Path> files;
        private final List<Stamp> stamps;
        private final Instant taken;

        private State(List<Path> files, List<Stamp> stamps, Instant taken) {
            this.files = files;
            this.stamps = stamps;
            this.taken = taken;
        }

        private long size() {
            return stamps.stream().mapToLong(Stamp::size).sum();
        }

        /** Whether no write of that moment can have left the times as they are. */
        private boolean isSettled() {
            return stamps.stream().allMatch(stamp -> stamp.isOlder(taken.minus(SETTLED)));
        }

        private boolean isStill() {
            try {
                return stamps.equals(stamps(files));
            } catch (IOException e) {
                return false; // gone; what was opened before may be read all the same
            }
        }
    }

    /**
     * What tells a file's state from every other.
     *
     * @param place its device and number there, or empty where the system tells none
     * @param changed when the system last changed its entry
     */
    private record Stamp(long size, FileTime modified, String place, Instant changed) {
        static Stamp of(Path file) throws IOException {
            long size = Files.size(file);
            FileTime modified = Files.getLastModifiedTime(file);
            if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
                return new Stamp(size, modified, "", modified.toInstant());
            }
            FileTime changed = (FileTime) requireNonNull(Files.getAttribute(file, "unix:ctime"));
            String place = Files.getAttribute(file, "unix:dev") + " " + Files.getAttribute(file, "unix:ino");
            return new Stamp(size, modified, place, changed.toInstant());
        }

        boolean isOlder(Instant time) {
            return modified.toInstant().isBefore(time) && changed.isBefore(time);
        }
    }

    private static List<Stamp> stamps(List<Path> files) throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        for (Path file : files) {
            stamps.add(Stamp.of(file));
        }
        return stamps;
    }

    /** Whether another process can believe what they say. */
    private static boolean isLasting(List<Stamp> stamps) {
        return stamps.stream().noneMatch(stamp -> stamp.place().isEmpty());
    }

    private Optional<String> known(String name, List<Stamp> stamps) {
        String own = ofProcess.get(name);
        if (own != null || !isLasting(stamps)) {
            return Optional.ofNullable(own);
        }
        try {
            return Optional.of(Files.readString(folder.resolve(name), StandardCharsets.US_ASCII))
                    .filter(text -> HASH.matcher(text).matches());
        } catch (IOException e) {
            return Optional.empty(); // never kept, or thrown away
        }
    }

    private void keep(String name, String hash, List<Stamp> stamps) {
        if (!isLasting(stamps) || !folder.isAbsolute()) {
            return;
        }
        try {
            Files.createDirectories(folder);
            WholeFile.write(folder.resolve(name), hash.getBytes(StandardCharsets.US_ASCII));
            dropOld();
        } catch (IOException e) {
            // It is computed again next time.
        }
    }

    private void dropOld() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> kept = all.toList();
            if (kept.size() > MOST) {
                kept.stream()
                        .sorted(Comparator.comparing(file -> file.toFile().lastModified()))
                        .limit(MOST / 2)
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
