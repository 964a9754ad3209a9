package org.counterpoint.train.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A file of JSON lines that a run appends to, handed to the system as they are written. */
final class JsonLog implements Closeable {
    private final FileChannel channel;

    /** @param bytes what of the file stays: the lines up to the checkpoint that the run goes on from */
    JsonLog(Path file, long bytes) throws IOException {
        channel = LogChannel.open(file, bytes);
    }

    boolean isEmpty() throws IOException {
        return channel.position() == 0;
    }

    /** Appends lines, all at once. */
    void write(List<ObjectNode> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** How long the file is, brought to the disk. */
    long sync() throws IOException {
        channel.force(true);
        return channel.position();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
