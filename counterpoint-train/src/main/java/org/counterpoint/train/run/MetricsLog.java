package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** metrics.jsonl: a line a step and a line an evaluation, each handed to the system as it is written. */
final class MetricsLog implements AutoCloseable {
    private final FileChannel channel;

    /** @param bytes what of the file stays: the lines up to the checkpoint that the run goes on from */
    MetricsLog(Path file, long bytes) throws IOException {
        channel = LogChannel.open(file, bytes);
    }

    boolean isEmpty() throws IOException {
        return channel.position() == 0;
    }

    /** @param values numbers; one that is not finite is written as null */
    void write(long step, double epoch, double elapsedSeconds, Map<String, Double> values) throws IOException {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("step", step);
        line.put("epoch", epoch);
        line.put("elapsed_seconds", elapsedSeconds);
        values.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                line.putNull(name);
            } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
                line.put(name, value.longValue());
            } else {
                line.put(name, value);
            }
        });
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
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
