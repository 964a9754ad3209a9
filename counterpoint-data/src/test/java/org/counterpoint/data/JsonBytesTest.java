package org.counterpoint.data;

import static org.assertj.core.api.Assertions.assertThat;

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
}
