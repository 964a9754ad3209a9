package org.counterpoint.store.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.counterpoint.store.CacheFolder;
import org.jspecify.annotations.Nullable;

/**
 * The cache that Hugging Face's own tools keep: {@code models--owner--name/} with {@code blobs/} named by their hashes,
 * {@code snapshots/COMMIT/} with links to them, and {@code refs/REVISION}, each a file with a commit.
 *
 * @param root the folder of all repositories
 */
public record HubCache(Path root) {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-zA-Z]{1,64}");
    private static final Pattern FOLDER = Pattern.compile("(?:models|datasets)--(.+?)--(.+)");
    private static final long LARGEST_REF = 1024;

    /** Where {@code HF_HUB_CACHE}, {@code HF_HOME} or else {@code XDG_CACHE_HOME} say, or in the user's folder. */
    public static HubCache of(Map<String, String> environment) {
        String hub = environment.get("HF_HUB_CACHE");
        return new HubCache(hub == null || hub.isBlank() ? home(environment).resolve("hub") : Path.of(hub));
    }

    /** The folder of everything that is Hugging Face's. */
    static Path home(Map<String, String> environment) {
        String home = environment.get("HF_HOME");
        if (home != null && !home.isBlank()) {
            return Path.of(home);
        }
        return CacheFolder.of(environment).resolve("huggingface");
    }

    /**
     * The folder with a repository's files, at the revision that it names or else at the main branch as it was when it
     * was fetched.
     *
     * @return empty where the cache does not hold it
     * @throws HubException where it does, and a file of it is gone
     */
    public Optional<Path> find(HubName name) {
        Optional<Path> snapshot = commit(name).map(commit -> snapshots(name).resolve(commit));
        Optional<Path> found = snapshot.filter(Files::isDirectory);
        found.ifPresent(folder -> requireWhole(name, folder));
        return found;
    }

    /** What a model or data set is called, without its owner, whose snapshot a folder is; null for any other folder. */
    public static @Nullable String nameOf(Path snapshot) {
        String repository = repositoryOf(snapshot);
        return repository == null ? null : repository.substring(repository.indexOf('/') + 1);
    }

    /** The same with its owner. */
    public static @Nullable String repositoryOf(Path snapshot) {
        Path snapshots = snapshot.toAbsolutePath().normalize().getParent();
        Path repository = snapshots == null || !snapshots.endsWith("snapshots") ? null : snapshots.getParent();
        Path leaf = repository == null ? null : repository.getFileName();
        Matcher name = FOLDER.matcher(leaf == null ? "" : leaf.toString());
        return name.matches() ? name.group(1) + "/" + name.group(2) : null;
    }

    /**
     * The files of a snapshot that are wanted, in order.
     *
     * @param wanted by a file's path from the snapshot on
     */
    public static List<Path> files(Path snapshot, Predicate<String> wanted) {
        try (Stream<Path> files = Files.walk(snapshot)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> wanted.test(snapshot.relativize(file).toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(snapshot + " cannot be read: " + e, e);
        }
    }

    Path repository(HubName name) {
        return root.resolve(name.folder());
    }

    Path snapshots(HubName name) {
        return repository(name).resolve("snapshots");
    }

    Path blobs(HubName name) {
        return repository(name).resolve("blobs");
    }

    Path ref(HubName name) {
        return repository(name).resolve("refs").resolve(name.revisionOrMain());
    }

    private Optional<String> commit(HubName name) {
        Path ref = ref(name);
        try {
            if (Files.isRegularFile(ref)) {
                String commit = Files.size(ref) > LARGEST_REF
                        ? ""
                        : Files.readString(ref).strip();
                if (!COMMIT.matcher(commit).matches()) {
                    throw HubException.wrong(ref + " in the cache of " + name.repository()
                            + " holds no commit\n  --download writes it anew; or remove the file");
                }
                return Optional.of(commit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(ref + " cannot be read: " + e, e);
        }
        String revision = name.revision();
        return Optional.ofNullable(revision)
                .filter(given -> COMMIT.matcher(given).matches());
    }

    /** The commits that the cache holds of a repository, whatever names them. */
    List<String> commits(HubName name) {
        Path snapshots = snapshots(name);
        if (!Files.isDirectory(snapshots)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(snapshots)) {
            return all.filter(Files::isDirectory)
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(snapshots + " cannot be read: " + e, e);
        }
    }

    private static void requireWhole(HubName name, Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            Optional<Path> broken = all.filter(file -> Files.isSymbolicLink(file) && !Files.exists(file))
                    .findFirst();
            if (broken.isPresent()) {
                throw HubException.wrong(name + " is not whole in the cache: " + broken.get() + " links to "
                        + Files.readSymbolicLink(broken.get()) + ", which is not there\n  --download fetches it again");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e, e);
        }
    }
}
