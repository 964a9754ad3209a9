package org.counterpoint.serve.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * By what it is seen that a file changed, without reading it.
 *
 * @param bytes -1 where there is no file
 * @param millis when it was written last
 */
record FileStamp(long bytes, long millis) {
    private static final FileStamp NONE = new FileStamp(-1, 0);

    static FileStamp of(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.isDirectory()
                    ? new FileStamp(0, 0)
                    : new FileStamp(found.size(), found.lastModifiedTime().toMillis());
        } catch (IOException e) {
            return NONE;
        }
    }

    boolean isThere() {
        return bytes >= 0;
    }
}
