package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Models that transformers or its like have fetched already; nothing is fetched here. */
final class HubCache {
    private HubCache() {}

    /** The folder of a model of this name, such as {@code org/name}, at its main revision. */
    static Optional<Path> find(String name, Map<String, String> environment) {
        if (!name.matches("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")) {
            return Optional.empty();
        }
        Path repository = root(environment).resolve("models--" + name.replace("/", "--"));
        Path main = repository.resolve("refs").resolve("main");
        try {
            if (Files.isRegularFile(main)) {
                String revision = Files.readString(main).strip();
                Path snapshot = repository.resolve("snapshots").resolve(revision);
                return revision.matches("[0-9a-zA-Z]+") && Files.isDirectory(snapshot)
                        ? Optional.of(snapshot)
                        : Optional.empty();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Path root(Map<String, String> environment) {
        String hub = environment.get("HF_HUB_CACHE");
        if (hub != null) {
            return Path.of(hub);
        }
        String home = environment.get("HF_HOME");
        return home != null
                ? Path.of(home, "hub")
                : Path.of(System.getProperty("user.home"), ".cache", "huggingface", "hub");
    }
}
