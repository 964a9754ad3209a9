package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.counterpoint.engine.ModelException;

/**
 * How long files were when they were opened. A file that is mapped into memory and shorter than it was would end the
 * process when its missing part is read.
 *
 * @param bytes by file
 */
public record FileLengths(Map<Path, Long> bytes) {
    public FileLengths {
        bytes = Map.copyOf(bytes);
    }

    /** @throws ModelException if a file is gone, or its length has changed */
    public void check() {
        bytes.forEach((file, length) -> {
            long now;
            try {
                now = Files.size(file);
            } catch (IOException e) {
                throw new ModelException(
                        file + " is gone while its weights are in use: put it back and start the same command again",
                        e);
            }
            if (now != length) {
                throw new ModelException(file + " had " + length + " bytes and has " + now
                        + ": it was changed while its weights are in use. Put it back and start the same"
                        + " command again");
            }
        });
    }
}
