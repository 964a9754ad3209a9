package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.engine.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
    private static final String ONE = "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}";

    @TempDir
    Path folder;

    private Path file(long headerLength, byte[] header, int dataBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(headerLength).put(header);
        for (int i = 0; i < dataBytes; i++) {
            bytes.put((byte) i);
        }
        return Files.write(folder.resolve("model.safetensors"), bytes.array());
    }

    private Path file(String header, int dataBytes) throws IOException {
        byte[] bytes = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return file(bytes.length, bytes, dataBytes);
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void readsTensorsAndMetadata() throws IOException {
        Path path = file(
                "{'__metadata__':{'format':'pt'},'b':{'dtype':'BF16','shape':[],'data_offsets':[8,10]},"
                        + "'a':{'dtype':'F32','shape':[2,1],'data_offsets':[0,8]}}   ",
                10);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.metadata()).containsEntry("format", "pt");
            assertThat(file.tensors().keySet()).containsExactly("a", "b");
            TensorData a = file.tensors().get("a");
            assertThat(a.shape()).containsExactly(2, 1);
            assertThat(a.dtype()).isEqualTo(DType.F32);
            ByteBuffer middle = ByteBuffer.allocate(3);
            a.read(5, middle);
            assertThat(middle.array()).containsExactly(5, 6, 7);
            ByteBuffer scalar = ByteBuffer.allocate(2);
            file.tensors().get("b").read(0, scalar);
            assertThat(scalar.array()).containsExactly(8, 9);
        }
    }

    @Test
    void readsNeverLeaveTheTensor() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(file(ONE, 8))) {
            TensorData tensor = file.tensors().get("a");
            assertThatThrownBy(() -> tensor.read(5, ByteBuffer.allocate(4)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> tensor.read(-1, ByteBuffer.allocate(1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> tensor.read(Long.MAX_VALUE, ByteBuffer.allocate(4)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aFileThatShrinksWhileItIsReadIsNamed() throws IOException {
        Path path = file(ONE, 8);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Files.write(path, new byte[10]);
            TensorData tensor = file.tensors().get("a");
            assertThatThrownBy(() -> tensor.read(0, ByteBuffer.allocate(8)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("it has become shorter while it was read");
        }
    }

    @Test
    void missingEmptyAndShortFiles() throws IOException {
        Path missing = folder.resolve("none.safetensors");
        refused(missing, " is missing");
        refused(Files.write(folder.resolve("e.safetensors"), new byte[0]), "is 0 bytes long: too short");
        refused(Files.write(folder.resolve("s.safetensors"), new byte[7]), "is 7 bytes long: too short");
    }

    @Test
    void headerLengthsThatLie() throws IOException {
        byte[] header = ONE.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        refused(file(header.length + 9, header, 8), "the header claims 63 bytes, the file has 62 left");
        refused(file(Long.MAX_VALUE, header, 8), "the header claims 9223372036854775807 bytes");
        refused(file(-1, header, 8), "the header claims 18446744073709551615 bytes");
        refused(file(0, header, 8), "the header must be a JSON object");
        refused(file(header.length - 1, header, 8), "the safetensors header is not valid");
    }

    @Test
    void aHeaderTooLargeToBeTrueIsNotRead() throws IOException {
        Path path = folder.resolve("sparse.safetensors");
        ByteBuffer length =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 90L << 20);
        Files.write(path, length.array());
        try (var channel = Files.newByteChannel(path, java.nio.file.StandardOpenOption.WRITE)) {
            channel.position(100L << 20).write(ByteBuffer.wrap(new byte[1]));
        }
        refused(path, "the header claims 94371840 bytes, more than the 16777216 that are read here");
    }

    @Test
    void aHeaderThatIsNotUtf8() throws IOException {
        byte[] header = {'{', '"', (byte) 0xc3, '"', ':', '1', '}'};
        refused(file(header.length, header, 0), "the safetensors header is not UTF-8");
    }

    @Test
    void aHeaderNestedWithoutEnd() throws IOException {
        refused(file("[".repeat(200_000), 0), "the header must be a JSON object");
        refused(file("{'a':" + "{'a':".repeat(200_000), 0), "has the unknown key `a`");
        refused(file("{'a':{'shape':" + "[".repeat(200_000), 0), "needs whole numbers from 0 in `shape`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "not json|the safetensors header is not valid",
                "[]|the header must be a JSON object",
                "{} {}|the header goes on after its JSON object",
                "{}|the header describes 0 bytes of data, the file holds 8: it is damaged",
                "{'a':1}|tensor a must be an object",
                "{'a':{}}|tensor a needs `dtype`, `shape` and two `data_offsets`",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}}|tensor a needs `dtype`, `shape` and two `data_offsets`",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}}|tensor a needs `dtype`, `shape` and two `data_offsets`",
                "{'a':{'dtype':'Q4','shape':[2],'data_offsets':[0,8]}}|tensor a has the unknown dtype Q4",
                "{'a':{'dtype':32,'shape':[2],'data_offsets':[0,8]}}|tensor a needs a string as `dtype`",
                "{'a':{'dtype':'F32','shape':'2','data_offsets':[0,8]}}|tensor a needs whole numbers from 0 in `shape`",
                "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}|tensor a needs whole numbers from 0 in `shape`",
                "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}|tensor a needs whole numbers from 0 in `shape`",
                "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}}|in `shape` that fit 63 bits",
                "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}}|tensor a has the shape [4294967296, 4294967296], too large to address",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|tensor a of shape [3] and dtype F32 needs 12 bytes, has 8",
                "{'a':{'dtype':'F4','shape':[3],'data_offsets':[0,2]}}|tensor a of shape [3] and dtype F4 needs 2 bytes, has 2",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|tensor a ends at byte 0, before it begins at 8",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}|needs whole numbers from 0 in `data_offsets`",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}}|tensor a begins at byte 8 of the data, the header ends at 0: tensors must follow each other without gap or overlap",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[9223372036854775800,9223372036854775807]}}|needs 8 bytes, has 7",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|tensor b begins at byte 4 of the data, tensor a ends at 8",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}|the header describes 16 bytes of data, the file holds 8: it is cut short, fetch it again",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|the header describes 4 bytes of data, the file holds 8: it is damaged",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|Duplicate",
                "{'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}}|Duplicate",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}}|tensor a has the unknown key `x`",
                "{'__metadata__':{'a':1}}|__metadata__ must be an object of strings",
                "{'__metadata__':[]}|__metadata__ must be an object of strings",
            })
    void hostileHeaders(String header, String message) throws IOException {
        refused(file(header, 8), message);
    }

    @Test
    void tooManyDimensions() throws IOException {
        refused(
                file("{'a':{'dtype':'F32','shape':[" + "1,".repeat(64) + "1],'data_offsets':[0,4]}}", 4),
                "tensor a has more than 64 dimensions");
    }

    @Test
    void aZeroDimensionBesideAHugeOneIsEmpty() throws IOException {
        Path path = file("{'a':{'dtype':'F32','shape':[0,4294967296],'data_offsets':[0,0]}}", 0);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.tensors().get("a").byteSize()).isZero();
        }
    }

    @Test
    void tensorsBeyondTwoGigabytesAreAddressed() throws IOException {
        long data = 5L << 30;
        byte[] header = ("{\"a\":{\"dtype\":\"F32\",\"shape\":[5,268435456],\"data_offsets\":[0," + data + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        Path path = file(header.length, header, 0);
        try (var channel = Files.newByteChannel(path, java.nio.file.StandardOpenOption.WRITE)) {
            channel.position(8 + header.length + data - 4).write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            TensorData tensor = file.tensors().get("a");
            assertThat(tensor.byteSize()).isEqualTo(data);
            ByteBuffer last = ByteBuffer.allocate(4);
            tensor.read(data - 4, last);
            assertThat(last.array()).containsExactly(1, 2, 3, 4);
        }
    }
}
