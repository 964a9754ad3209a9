package org.counterpoint.store;

import java.nio.file.Path;
import java.util.Map;

/** Where programs keep what may be thrown away. */
public final class CacheFolder {
    private CacheFolder() {}

    /** What {@code XDG_CACHE_HOME} says, or {@code .cache} in the user's folder. */
    public static Path of(Map<String, String> environment) {
        String caches = environment.get("XDG_CACHE_HOME");
        return caches == null || caches.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(caches);
    }
}
