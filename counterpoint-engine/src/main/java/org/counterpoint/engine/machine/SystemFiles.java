package org.counterpoint.engine.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The small files in which Linux describes itself; elsewhere they are not there, which is an answer too. */
final class SystemFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SystemFiles.class);

    private SystemFiles() {}

    static List<String> lines(Path file) {
        return content(file).map(text -> text.lines().toList()).orElse(List.of());
    }

    static Optional<String> content(Path file) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            LOG.info("{} cannot be read", file, e);
            return Optional.empty();
        }
    }
}
