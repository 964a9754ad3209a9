package org.counterpoint.store.hub;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The local cache and the hub behind it, as the environment names them. */
public final class Hub {

    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final HubCache cache;
    private final Map<String, String> environment;

    private Hub(HubCache cache, Map<String, String> environment) {
        this.cache = cache;
        this.environment = environment;
    }

    /** @param environment such as {@link System#getenv()} */
    public static Hub of(Map<String, String> environment) {
        return new Hub(HubCache.of(environment), environment);
    }

    /**
     * The folder with a repository's files, from the cache alone.
     *
     * @throws HubException where it is not there, or not whole; its words say what is there, and how to fetch it
     */
    public Path find(HubName name) {
        return cache.find(name).orElseThrow(() -> HubException.wrong(missing(name)));
    }

    /** Whether the cache holds it, whole or not. */
    public boolean holds(HubName name) {
        return !cache.commits(name).isEmpty();
    }

    private String missing(HubName name) {
        String words = "there is no file or folder " + name + " here, and no "
                + name.kind().words() + " of that name in the Hugging Face cache (" + cache.root() + ")";
        List<String> held = cache.commits(name);
        if (!held.isEmpty()) {
            words += "\n  of " + name.repository() + " it holds other revisions; name one: "
                    + String.join(
                            ", ",
                            held.stream()
                                    .map(commit -> name.repository() + "@" + commit)
                                    .toList());
        }
        return words + "\n  --download fetches it";
    }

    /**
     * The same, after fetching what the cache lacks of the newest commit of its revision.
     *
     * @param data which files of a data set are wanted; of a model it is known here
     * @throws HubException where the name, a file or the way there is wrong
     */
    public Path fetch(HubName name, WantedFiles data, FetchProgress progress) {
        return new HubDownload(cache, HubEndpoint.of(environment), SILENCE, PAUSE)
                .run(name, name.kind() == HubKind.MODEL ? ModelFiles.WANTED : data, progress);
    }
}
