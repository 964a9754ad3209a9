package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    @TempDir
    Path root;

    /** Bytes that TensorBoard's own reader takes: src/test/golden/events.py. */
    @Test
    void writesWhatTensorBoardReads() throws IOException {
        Path file = root.resolve("tensorboard/events");
        try (EventFile events = new EventFile(file, 0, 1700000000.25)) {
            events.write(1700000001.5, 300, new TreeMap<>(Map.of("train/loss", 0.6931, "train/grad_norm", 12.5)));
        }
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(file))).isEqualTo(GOLDEN);
    }

    @Test
    void keepsWhatTheCheckpointKnows() throws IOException {
        Path file = root.resolve("tensorboard/events");
        long known;
        try (EventFile events = new EventFile(file, 0, 1)) {
            events.write(2, 1, Map.of("a", 1.0));
            known = events.sync();
            events.write(3, 2, Map.of("a", 2.0));
        }
        byte[] before = Files.readAllBytes(file);
        try (EventFile events = new EventFile(file, known, 9)) {
            events.write(3, 2, Map.of("a", 2.0));
        }
        assertThat(file).hasBinaryContent(before);
    }

    private static final String GOLDEN =
            "1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a32338d2fe93900000000000000"
                    + "8b0737f10900006040fc54d94110ac022a2b0a160a0f747261696e2f677261645f6e6f726d15000048410a110a0a7472"
                    + "61696e2f6c6f737315006f313f124ccf43";
}
