package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens a file that is appended to. */
final class LogChannel {
    private LogChannel() {}

    /** @param bytes what of the file stays; writing goes on behind */
    static FileChannel open(Path file, long bytes) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean usable = false;
        try {
            channel.truncate(bytes);
            channel.position(channel.size());
            usable = true;
            return channel;
        } finally {
            if (!usable) {
                channel.close();
            }
        }
    }
}
