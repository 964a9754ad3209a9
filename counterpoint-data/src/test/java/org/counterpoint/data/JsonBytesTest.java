package org.counterpoint.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonBytesTest {
    @Test
    void textsAreEscapedAsJacksonDoes() {
        Random random = new Random(3);
        int[] kinds = {0x20, 0x80, 0x800, 0xd000, 0x1f6ff};
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                text.appendCodePoint(random.nextInt(kinds[random.nextInt(kinds.length)]) % 0x1f700);
            }
            String clean = text.toString().replaceAll("\\p{Cs}", "\\\\\"\u2028");
            assertThat(new JsonBytes().text(clean).toBytes())
                    .isEqualTo(JsonMapper.shared().writeValueAsBytes(clean));
        }
    }

    @Test
    void numbersAndHexDigitsAreThoseOfTheLibrary() {
        for (long number : new long[] {0, 7, 10, 99, 1_000_000, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            assertThat(new JsonBytes().number(number).toBytes()).asString().isEqualTo(Long.toString(number));
        }
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(new JsonBytes().hex(all).toBytes())
                .asString()
                .isEqualTo(HexFormat.of().formatHex(all));
    }
}
