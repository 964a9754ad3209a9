package org.counterpoint.store.hub;

/** What a repository of the Hub holds, which decides where it lies there and in the cache. */
public enum HubKind {
    MODEL("model", "models", ""),
    DATASET("data set", "datasets", "datasets/");

    private final String words;
    private final String plural;
    private final String path;

    HubKind(String words, String plural, String path) {
        this.words = words;
        this.plural = plural;
        this.path = path;
    }

    String words() {
        return words;
    }

    /** Of the API's path and of the cache's folder. */
    String plural() {
        return plural;
    }

    /** Before the name, where files are. */
    String path() {
        return path;
    }
}
