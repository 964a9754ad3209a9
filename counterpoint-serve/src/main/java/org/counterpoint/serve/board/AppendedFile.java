package org.counterpoint.serve.board;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Follows a file of lines that somebody appends to: each byte is read once. A run that goes on from a checkpoint cuts its
 * files back to there, which is noticed by what stands before the place that was reached, and then all is read anew. A
 * last line without its end waits for it. Not safe for several threads.
 */
final class AppendedFile {
    /** What is read at once; a line that is longer is left out. */
    static final int MOST = 1 << 20;

    private static final int REMEMBERED = 64;

    private final Path file;
    private long place;
    private byte[] before = new byte[0];
    private boolean withinLongLine;

    AppendedFile(Path file) {
        this.file = file;
    }

    /**
     * Reads what came since the last time.
     *
     * @param anew told before the lines where the file is another one by now: what it said so far holds no longer
     * @param lines told of each line, without its end
     */
    void read(Runnable anew, Consumer<String> lines) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (place > 0 && !Arrays.equals(before, bytes(channel, place - before.length, before.length))) {
                begin();
                anew.run();
            }
            byte[] chunk = bytes(channel, place, MOST);
            while (chunk.length > 0 && take(chunk, lines)) {
                chunk = bytes(channel, place, MOST);
            }
            int length = (int) Math.min(REMEMBERED, place);
            before = bytes(channel, place - length, length);
        } catch (NoSuchFileException e) {
            if (place > 0) {
                begin();
                anew.run();
            }
        }
    }

    private void begin() {
        place = 0;
        before = new byte[0];
        withinLongLine = false;
    }

    /** Whether there may be more to read. */
    private boolean take(byte[] chunk, Consumer<String> lines) {
        int from = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                if (!withinLongLine) {
                    lines.accept(new String(chunk, from, i - from, StandardCharsets.UTF_8));
                }
                withinLongLine = false;
                from = i + 1;
            }
        }
        if (from == 0 && chunk.length == MOST) {
            withinLongLine = true;
            from = chunk.length;
        }
        place += from;
        return from > 0;
    }

    /** Fewer where the file ends before. */
    static byte[] bytes(FileChannel channel, long from, int most) throws IOException {
        int length = (int) Math.max(0, Math.min(most, channel.size() - from));
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
            // Until all is there.
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
