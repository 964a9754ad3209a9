package org.counterpoint.data.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineEndsTest {
    @Test
    void theNextLineFeedIsFoundWhereverItStands() {
        Random random = new Random(2);
        byte[] near = {'\n', '\n' + 1, '\n' - 1, (byte) ('\n' | 0x80), 0, -1, 'a', 'b'};
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = near[1 + random.nextInt(near.length - 1)];
            }
            if (bytes.length > 0 && i % 3 > 0) {
                bytes[random.nextInt(bytes.length)] = '\n';
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length + 1 - from);
            int expected = from;
            while (expected < to && bytes[expected] != '\n') {
                expected++;
            }
            assertThat(LineEnds.next(bytes, from, to)).isEqualTo(expected);
        }
    }
}
