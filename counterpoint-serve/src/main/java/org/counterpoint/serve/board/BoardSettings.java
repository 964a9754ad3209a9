package org.counterpoint.serve.board;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.data.InputException;

/**
 * What a board shows, and where.
 *
 * @param folders below which runs are looked for
 * @param port 0: any that is free
 * @param control whether runs may be stopped, and gone on with, from the page
 */
public record BoardSettings(List<Path> folders, int port, boolean control) {

    /** @throws InputException where a folder is none, or the port is no port */
    public BoardSettings {
        folders = List.copyOf(folders);
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new InputException(folder + " is not a folder; give folders below which runs are or will be");
            }
        }
        if (folders.isEmpty() || port < 0 || port >= 1 << 16) {
            throw new InputException("--port is " + port + "; it is from 0 (any that is free) to 65535");
        }
    }
}
