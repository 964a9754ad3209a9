package org.counterpoint.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonRunsTest {
    /** Every byte at every place in a word, alone and among others that end a run. */
    @Test
    void aRunEndsAtTheFirstByteThatDoesNotStandForItself() {
        Random random = new Random(1);
        int[] all = new int[256];
        for (int b = 0; b < 256; b++) {
            all[b] = b;
        }
        int[] few = {'"', '\\', 0, 0x1f, 0x20, 0x21, '!', '#', '[', ']', 0x7f, 0x80, 0xa2, 0xdc, 0xff};
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            Arrays.fill(bytes, (byte) 'a');
            int[] from = random.nextBoolean() ? all : few;
            for (int n = random.nextInt(6); n > 0 && bytes.length > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) from[random.nextInt(from.length)];
            }
            int start = random.nextInt(bytes.length + 1);
            assertThat(JsonRuns.end(bytes, start, bytes.length)).isEqualTo(slow(bytes, start));
        }
    }

    private static int slow(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            int b = bytes[i] & 0xff;
            if (b < 0x20 || b == '"' || b == '\\') {
                return i;
            }
        }
        return bytes.length;
    }
}
