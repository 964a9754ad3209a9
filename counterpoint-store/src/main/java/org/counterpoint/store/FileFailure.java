package org.counterpoint.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;

/** Failures of reading and writing, with the file that the system leaves out where a write fails, as on a full disk. */
public final class FileFailure {
    private static final List<String> NO_ROOM =
            List.of("No space left on device", "Disk quota exceeded", "not enough space on the disk");

    private FileFailure() {}

    /** The same failure, naming a file. */
    public static IOException of(Path file, IOException failure) {
        if (failure instanceof FileSystemException) {
            return failure;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }

    /** What went wrong, without the file. */
    public static String reason(IOException failure) {
        String reason = failure instanceof FileSystemException system ? system.getReason() : null;
        return reason == null ? String.valueOf(failure.getMessage()) : reason;
    }

    /** Whether the disk is full: the place is right, and the work fails. */
    public static boolean isFullDisk(IOException failure) {
        String reason = reason(failure);
        return NO_ROOM.stream().anyMatch(reason::contains);
    }
}
