package org.counterpoint.data.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.counterpoint.data.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What {@link PlainJson} reads is what Jackson reads, and what it leaves to Jackson is rare. */
class PlainJsonTest {
    private static final String ROW =
            " {\"id\" : 7, \"messages\":[{\"role\":\"user\",\"content\":\"a \\\"b\\\" \\\\ \\/ é 日 😀\"},"
                    + "{\"x\":{},\"y\":[]}],\t\"n\":[0,-1,12345678901,1.5,-2.25e-3,1E5,true,false,null],"
                    + "\"\":\"\\u00e9\\u65e5\\ud83d\\ude00\\b\\f\\n\\r\\t\\u0000\\u2028 \\u20ac\"}\r";

    private static ObjectNode read(byte[] bytes) {
        return new PlainJson().read(bytes, 0, bytes.length);
    }

    private static ObjectNode read(String row) {
        return read(row.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRowIsTheTreeThatJacksonMakesOfIt() {
        assertThat(read(ROW)).isEqualTo(JsonMapper.shared().readTree(ROW));
        byte[] among = ("xx" + ROW + "yy").getBytes(StandardCharsets.UTF_8);
        assertThat(new PlainJson().read(among, 2, among.length - 4))
                .isEqualTo(JsonMapper.shared().readTree(ROW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}}",
                "{} {}",
                "[]",
                "7",
                "{\"a\":1,\"a\":null}",
                "{\"a\":null,\"a\":1}",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":-}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":+1}",
                "{\"a\":[1,]}",
                "{\"a\":[1}",
                "{\"a\":tru}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\ud83d\"}",
                "{\"a\":\"\\ude00\\ud83d\"}",
                "{\"a\":\"b}",
                "{\"a\":123456789012345678901234567890}"
            })
    void whatIsWrongOrRareIsLeftToJackson(String row) {
        assertThat(read(row)).isNull();
    }

    @Test
    void bytesThatAreNoUtf8AreLeftToJackson() {
        for (int[] wrong : new int[][] {{0xFF}, {0xC3}, {0xED, 0xA0, 0x80}, {0xC0, 0x80}, {0xF8, 0x88, 0x80, 0x80}}) {
            byte[] row = "{\"a\":\"......\"}".getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < wrong.length; i++) {
                row[6 + i] = (byte) wrong[i];
            }
            assertThat(read(row)).isNull();
        }
    }

    @Test
    void arraysTooDeepAreLeftToJackson() {
        assertThat(read("{\"a\":" + "[".repeat(90) + "]".repeat(90) + "}")).isNotNull();
        assertThat(read("{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"))
                .isNull();
    }

    @Test
    void keysAreTheRowsOwnWhateverOtherRowsHad() {
        PlainJson reader = new PlainJson();
        Random random = new Random(6);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder key = new StringBuilder();
            for (int n = random.nextInt(i % 50 == 0 ? 40 : 4); n > 0; n--) {
                key.appendCodePoint("abé日".codePointAt(random.nextInt(4)));
            }
            byte[] row = ("{\"" + key + "\":1}").getBytes(StandardCharsets.UTF_8);
            ObjectNode read = reader.read(row, 0, row.length);
            assertThat(read).isNotNull();
            assertThat(read.propertyNames()).containsExactly(key.toString());
        }
    }

    /** Of a row with some bytes changed, either reader makes the same tree, or this one, which knows keys of others, none. */
    @Test
    void aDamagedRowIsNeverReadOtherwiseThanByJackson() {
        PlainJson reader = new PlainJson();
        Random random = new Random(5);
        byte[] signs = "{}[]\",:\\u0019eE.+-dtrfnl \n\t".getBytes(StandardCharsets.UTF_8);
        int same = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] row = ROW.getBytes(StandardCharsets.UTF_8);
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                row[random.nextInt(row.length)] =
                        random.nextInt(4) == 0 ? (byte) random.nextInt(256) : signs[random.nextInt(signs.length)];
            }
            ObjectNode plain = reader.read(row, 0, row.length);
            if (plain != null) {
                String text = new String(row, StandardCharsets.UTF_8);
                assertThat(RowParser.parse(text, new Origin("x", 1)))
                        .isInstanceOfSatisfying(
                                Row.Valid.class, slow -> assertThat(slow.json()).isEqualTo(plain));
                same++;
            }
        }
        assertThat(same).isGreaterThan(2_000);
    }
}
