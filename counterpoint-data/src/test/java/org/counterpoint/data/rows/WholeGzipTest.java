package org.counterpoint.data.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

/** Members that end anywhere within what is read at once. */
class WholeGzipTest {
    private static final int LONGEST_BUFFER = 100;

    private static byte[] member(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] file(byte[]... members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] member : members) {
            bytes.write(member);
        }
        return bytes.toByteArray();
    }

    private static String read(byte[] packed, int buffer) throws IOException {
        try (WholeGzip in = new WholeGzip(new CountedFile(new ByteArrayInputStream(packed)), buffer)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void allMembersAreRead() throws IOException {
        byte[] packed = file(member("one, "), member(""), member("two, "), member("and three"));
        for (int buffer = 1; buffer <= LONGEST_BUFFER; buffer++) {
            assertThat(read(packed, buffer)).as("%d at once", buffer).isEqualTo("one, two, and three");
        }
    }

    @Test
    void whatIsNoMemberIsNoEnd() throws IOException {
        byte[] one = member("one");
        for (int more = 1; more < 40; more++) {
            byte[] packed = file(one, new byte[more]);
            for (int buffer = 1; buffer <= LONGEST_BUFFER; buffer++) {
                int atOnce = buffer;
                assertThatThrownBy(() -> read(packed, atOnce))
                        .as("%d bytes more, %d at once", more, buffer)
                        .isInstanceOf(ZipException.class)
                        .hasMessage("no gzip data from byte " + one.length + " on");
            }
        }
    }
}
