package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.counterpoint.store.GrowingFile;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** metrics.jsonl: a line a step and a line an evaluation, each handed to the system as it is written. */
final class MetricsLog implements AutoCloseable {
    private final GrowingFile log;

    /** @param bytes what of the file stays: the lines up to the checkpoint that the run goes on from */
    MetricsLog(Path file, long bytes) throws IOException {
        log = GrowingFile.open(file, bytes);
    }

    boolean isEmpty() {
        return log.length() == 0;
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
        log.append(List.of(line));
    }

    /** How long the file is, brought to the disk. */
    long sync() throws IOException {
        return log.sync();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    /** Tells of the lines within so many bytes: the step after which each stands, and its numbers. */
    static void read(Path file, long bytes, BiConsumer<Long, Map<String, Double>> sink) throws IOException {
        byte[] all = Files.readAllBytes(file);
        String text = new String(all, 0, (int) Math.min(bytes, all.length), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            Map<String, Double> values = new LinkedHashMap<>();
            JsonMapper.shared()
                    .readTree(line)
                    .forEachEntry((name, value) -> values.put(name, value.isNull() ? Double.NaN : value.asDouble()));
            sink.accept(Math.round(values.getOrDefault("step", 0.0)), values);
        }
    }
}
