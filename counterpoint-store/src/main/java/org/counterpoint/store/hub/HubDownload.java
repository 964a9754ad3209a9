package org.counterpoint.store.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.counterpoint.store.FolderLock;
import org.counterpoint.store.WholeFile;

/**
 * Fetches what the cache lacks of a repository, in the cache's own layout: each file as {@code blobs/HASH.incomplete}
 * until it is whole and checked, then under its hash with a link from the snapshot; the revision last, so that a
 * repository whose fetching was stopped is not taken for a whole one.
 */
final class HubDownload {

    private static final int TRIES = 5;
    private static final int SHOWN_FILES = 5;

    private final HubCache cache;
    private final HubEndpoint endpoint;
    private final HubClient client;
    private final Duration pause;

    /** @param pause before the second try; each later one waits twice as long as the one before */
    HubDownload(HubCache cache, HubEndpoint endpoint, Duration silence, Duration pause) {
        this.cache = cache;
        this.endpoint = endpoint;
        this.client = new HubClient(endpoint, silence);
        this.pause = pause;
    }

    /**
     * Fetches what is missing.
     *
     * @param wanted which of the repository's files
     * @return the snapshot's folder
     */
    Path run(HubName name, WantedFiles wanted, FetchProgress progress) {
        try {
            Path locks = cache.root().resolve(".locks").resolve(name.folder());
            Files.createDirectories(locks);
            try (FolderLock lock = FolderLock.take(locks)
                    .orElseThrow(() -> HubException.failed("another process is fetching " + name
                            + " already; wait for it, and give the command again"))) {
                return locked(name, wanted, progress);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "what was fetched of " + name + " cannot be kept in " + cache.root() + ": " + e.getMessage()
                            + "\n  HF_HOME or HF_HUB_CACHE names another place",
                    e);
        }
    }

    private Path locked(HubName name, WantedFiles wanted, FetchProgress progress) throws IOException {
        HubListing listing = patiently(name, () -> client.listing(name));
        if (name.kind() == HubKind.MODEL && listing.files().stream().noneMatch("adapter_config.json"::equals)) {
            ModelFiles.fault(listing.files()).ifPresent(why -> {
                throw HubException.wrong(name + " cannot be used: " + why);
            });
        }
        List<String> files = listing.files().stream().filter(wanted.are()).toList();
        if (files.isEmpty()) {
            throw HubException.wrong(name + " holds none of the files that are read here (looked for " + wanted.words()
                    + ")" + has(listing.files()));
        }
        Path snapshot = cache.snapshots(name).resolve(listing.commit());
        List<HubFile> missing = new ArrayList<>();
        for (String file : files) {
            if (!Files.exists(snapshot.resolve(file))) {
                missing.add(patiently(name, () -> client.describe(name, listing.commit(), file)));
            }
        }
        fetch(name, snapshot, missing, progress);
        if (!name.revisionOrMain().equals(listing.commit())) {
            Path ref = cache.ref(name);
            Files.createDirectories(ref.getParent());
            WholeFile.write(ref, listing.commit().getBytes(StandardCharsets.US_ASCII));
        }
        return snapshot;
    }

    private static String has(List<String> files) {
        return files.isEmpty()
                ? "; it is empty"
                : "; it has " + String.join(", ", files.subList(0, Math.min(SHOWN_FILES, files.size())))
                        + (files.size() > SHOWN_FILES ? " and " + (files.size() - SHOWN_FILES) + " more" : "");
    }

    private void fetch(HubName name, Path snapshot, List<HubFile> missing, FetchProgress progress) throws IOException {
        Path blobs = cache.blobs(name);
        Files.createDirectories(blobs);
        Files.createDirectories(snapshot);
        long total = missing.stream().mapToLong(HubFile::size).sum();
        requireRoom(name, blobs, missing);
        long before = 0;
        for (HubFile file : missing) {
            long done = before;
            Path blob = blobs.resolve(file.hash().hex());
            if (!Files.isRegularFile(blob) || Files.size(blob) != file.size()) {
                blob(name, file, blob, there -> progress.update(done + there, total, file.path()));
            }
            link(snapshot, file, blob);
            before += file.size();
        }
    }

    private static void requireRoom(HubName name, Path blobs, List<HubFile> missing) throws IOException {
        long needed = 0;
        for (HubFile file : missing) {
            Path part = incomplete(blobs.resolve(file.hash().hex()));
            needed += file.size() - (Files.exists(part) ? Files.size(part) : 0);
        }
        long room = Files.getFileStore(blobs).getUsableSpace();
        if (needed > room) {
            throw HubException.wrong(name + " needs " + (needed >> 20) + " MiB more, and the disk of " + blobs + " has "
                    + (room >> 20) + " MiB free\n  HF_HOME or HF_HUB_CACHE names another place");
        }
    }

    private static Path incomplete(Path blob) {
        return blob.resolveSibling(blob.getFileName() + ".incomplete");
    }

    /** A file's content under its hash. What came whole and is something else is fetched once more, and then refused. */
    private void blob(HubName name, HubFile file, Path blob, LongConsumer there) throws IOException {
        Path part = incomplete(blob);
        for (boolean again = false; ; again = true) {
            bytes(name, file, part, there);
            ContentHash found = file.hash().of(part);
            if (found.equals(file.hash())) {
                WholeFile.publish(part, blob);
                return;
            }
            Files.delete(part);
            if (again) {
                throw HubException.failed(
                        file.path() + " of " + name + " came whole twice and is not what the hub says: its "
                                + file.hash().kind() + " is " + found.hex() + " and must be "
                                + file.hash().hex()
                                + "\n  something on the way changes files (a proxy?), or the hub's copy is damaged; nothing of it"
                                + " was kept");
            }
        }
    }

    /** All bytes, over as many connections as it takes, as long as each brings some. */
    private void bytes(HubName name, HubFile file, Path part, LongConsumer there) throws IOException {
        if (Files.exists(part) && Files.size(part) > file.size()) {
            Files.delete(part);
        }
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            int tries = 0;
            while (channel.size() < file.size()) {
                long before = channel.size();
                try {
                    client.fetch(name, file, channel, there);
                    if (channel.size() < file.size()) {
                        throw new IOException("the connection ended early");
                    }
                } catch (IOException e) {
                    if (HubFaults.isDisk(e)) {
                        throw e;
                    }
                    if (e instanceof BodySink.TooLong || e instanceof HubFaults.Passing p && p.status() == 416) {
                        channel.truncate(0); // what is there is no beginning of this file
                    }
                    tries = channel.size() > before ? 1 : tries + 1;
                    pauseOrGiveUp(name, tries, e);
                }
            }
        }
    }

    /** As the cache's other users do; where a disk knows no links, the file itself. */
    private static void link(Path snapshot, HubFile file, Path blob) throws IOException {
        Path place = snapshot.resolve(file.path());
        Path folder = Objects.requireNonNull(place.getParent());
        Files.createDirectories(folder);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(place);
        }
        try {
            Files.createSymbolicLink(place, folder.toAbsolutePath().relativize(blob.toAbsolutePath()));
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(blob, place);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IOException;
    }

    private <T> T patiently(HubName name, Question<T> question) {
        for (int tries = 1; ; tries++) {
            try {
                return question.ask();
            } catch (IOException e) {
                pauseOrGiveUp(name, tries, e);
            }
        }
    }

    private void pauseOrGiveUp(HubName name, int tries, IOException why) {
        if (tries >= TRIES) {
            throw HubException.failed("the hub at " + endpoint.base() + " cannot be reached for " + name + ": "
                    + HubFaults.words(why) + "\n  check the network, HTTPS_PROXY and HF_ENDPOINT, and give the command"
                    + " again: it goes on where it stood; without --download what the cache holds is used");
        }
        try {
            Thread.sleep(pause.toMillis() << (tries - 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HubException.failed("interrupted; the same command goes on where it stood");
        }
    }
}
