package org.counterpoint.engine.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.ModelException;
import org.junit.jupiter.api.Test;

class GgufHeaderTest {
    private static final Path FILE = Path.of("m.gguf");

    private static GgufHeader parse(byte[] bytes) {
        return GgufHeader.parse(FILE, new ByteArrayInputStream(bytes), bytes.length);
    }

    private static void refused(GgufBytes bytes, String message) {
        assertThatThrownBy(() -> parse(bytes.bytes()))
                .isInstanceOf(ModelException.class)
                .hasMessage("m.gguf: " + message);
    }

    @Test
    void readsMetadataAndTensorsOfBothVersions() {
        for (int version : new int[] {2, 3}) {
            byte[] bytes = GgufBytes.header(version, 2, 3)
                    .key("general.architecture", "llama")
                    .text("a.floats")
                    .int32(9)
                    .int32(6)
                    .int64(1)
                    .int32(Float.floatToRawIntBits(0.1f))
                    .text("a.eps")
                    .int32(6)
                    .int32(Float.floatToRawIntBits(1e-5f))
                    .tensor("second", 3, 1, 32)
                    .tensor("first", 2, 0, 0)
                    .data(32 + 6)
                    .bytes();
            GgufHeader header = parse(bytes);
            assertThat(header.metadata())
                    .containsEntry("general.architecture", new MetadataValue.Text("llama"))
                    .containsEntry("a.eps", new MetadataValue.Real(1e-5));
            assertThat(new Metadata(FILE, header.metadata())
                            .numbers("a.floats")
                            .orElseThrow()
                            .at(0))
                    .isEqualTo(0.1f);
            assertThat(header.entries()).extracting(GgufHeader.Entry::name).containsExactly("first", "second");
            assertThat(header.entries().get(1).end()).isEqualTo(bytes.length);
            assertThat(header.entries().get(1).shape()).isEqualTo(List.of(3L));
        }
    }

    @Test
    void everyCutIsSaid() {
        byte[] whole = GgufBytes.header(3, 1, 1)
                .key("general.architecture", "llama")
                .tensor("w", 2, 0, 0)
                .data(8)
                .bytes();
        parse(whole);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> parse(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith("m.gguf: ")
                    .hasMessageEndingWith("it is cut short, fetch it again");
        }
    }

    @Test
    void namesWhatIsNoSoundFile() {
        refused(new GgufBytes().int32(0x46554746).int32(3), "it does not begin with GGUF: not a GGUF file");
        refused(GgufBytes.header(1, 0, 0), "it is of GGUF version 1: versions 2 and 3 are read");
        refused(
                GgufBytes.header(Integer.reverseBytes(3), 0, 0),
                "its numbers are big-endian: only little-endian files are read");
        refused(
                GgufBytes.header(3, -1, 0),
                "the number of tensors is 18446744073709551615, more than the 65536 that are read:"
                        + " not a sound GGUF file");
        refused(GgufBytes.header(3, 0, 2).key("a", "b").key("a", "c"), "`a` is there twice: not a sound GGUF file");
        refused(
                GgufBytes.header(3, 0, 1).text("a").int32(77),
                "`a` has the value type 77, which GGUF does not know: not a sound GGUF file");
        refused(
                GgufBytes.header(3, 0, 1).text("a").int32(9).int32(9).int64(1),
                "`a` is an array of arrays, which is not read");
        refused(
                GgufBytes.header(3, 0, 1).key("general.alignment", 24),
                "`general.alignment` must be a power of two from 8 to 1048576: not a sound GGUF file");
    }

    @Test
    void namesTensorsThatCannotBe() {
        refused(
                GgufBytes.header(3, 1, 0).tensor("w", 256, 17, 0).data(2000),
                "tensor w is stored as IQ2_XS, which is not read. Read are F32, F16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0,"
                        + " Q4_K, Q5_K, Q6_K, BF16");
        refused(
                GgufBytes.header(3, 1, 0).tensor("w", 8, 0, 8).data(64),
                "tensor w begins at byte 8 of the data, which is no multiple of 32: not a sound GGUF file");
        refused(
                GgufBytes.header(3, 1, 0).tensor("w", 33, 8, 0).data(64),
                "tensor w of shape [33] has no whole blocks of 32, as Q8_0 needs: not a sound GGUF file");
        refused(
                GgufBytes.header(3, 2, 0)
                        .tensor("a", 16, 0, 0)
                        .tensor("b", 8, 0, 32)
                        .data(64),
                "tensor b begins at byte 128, tensor a ends at byte 160: tensors lie over each other,"
                        + " not a sound GGUF file");
        refused(
                GgufBytes.header(3, 2, 0)
                        .tensor("a", 1, 0, 0)
                        .tensor("a", 1, 0, 32)
                        .data(64),
                "tensor a is there twice: not a sound GGUF file");
        refused(
                GgufBytes.header(3, 1, 0)
                        .text("w")
                        .int32(3)
                        .int64(1L << 30)
                        .int64(1L << 30)
                        .int64(1L << 30)
                        .int32(0)
                        .int64(0)
                        .data(8),
                "tensor w has the shape [1073741824, 1073741824, 1073741824], too large to address");
        refused(GgufBytes.header(3, 1, 0).text("w").int32(5), "tensor w has 5 dimensions: from 1 to 4 are read");
    }

    @Test
    void namesKeysOfAnotherType() {
        Metadata metadata =
                new Metadata(FILE, Map.of("n", new MetadataValue.Text("x"), "w", new MetadataValue.Whole(-1)));
        assertThatThrownBy(() -> metadata.whole("n")).hasMessage("m.gguf: `n` must be a whole number");
        assertThatThrownBy(() -> metadata.whole("w"))
                .hasMessage("m.gguf: `w` is -1: a whole number from 0 to 2147483647 is needed");
        assertThatThrownBy(() -> metadata.size("s"))
                .hasMessage("m.gguf: `s` is missing: the file does not say what model it is");
    }
}
