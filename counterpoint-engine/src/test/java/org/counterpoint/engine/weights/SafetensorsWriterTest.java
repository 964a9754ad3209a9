package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.counterpoint.store.Checksums;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    /** Element i is i. */
    private static TensorSource counting(String name, long... shape) {
        return new TensorSource(name, DType.F32, shape, (offset, into) -> {
            for (long i = offset / 4; into.hasRemaining(); i++) {
                into.putFloat(i);
            }
        });
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path path = folder.resolve("a.safetensors");
        long large = 1_500_000;
        String checksum = SafetensorsWriter.write(
                path, List.of(counting("large", large), counting("x\"é", 2, 3), counting("scalar")), Map.of("k", "v"));
        assertThat(checksum).isEqualTo(Checksums.sha256(path));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.metadata()).isEqualTo(Map.of("k", "v"));
            assertThat(file.tensors().keySet()).containsExactly("large", "x\"é", "scalar");
            ByteBuffer bytes = ByteBuffer.allocate((int) (4 * large)).order(ByteOrder.LITTLE_ENDIAN);
            file.tensors().get("large").read(0, bytes);
            for (int i = 0; i < large; i++) {
                assertThat(bytes.getFloat(4 * i)).isEqualTo(i);
            }
        }
    }

    @Test
    void tensorsBeginAtAMultipleOfEight() throws IOException {
        for (String name : List.of("a", "ab", "abc", "abcd", "ééééé")) {
            Path path = folder.resolve(name.length() + ".safetensors");
            SafetensorsWriter.write(path, List.of(counting(name, 1)), Map.of());
            assertThat((Files.size(path) - 4) % 8).isZero();
            SafetensorsFile.open(path).close();
        }
    }

    @Test
    void anExistingFileIsLeftAlone() throws IOException {
        Path path = Files.writeString(folder.resolve("a"), "mine");
        assertThatThrownBy(() -> SafetensorsWriter.write(path, List.of(counting("a", 1)), Map.of()))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(path).hasContent("mine");
    }

    @Test
    void namesAreUniqueAndPiecesFilled() {
        assertThatThrownBy(() -> SafetensorsWriter.write(
                        folder.resolve("a"), List.of(counting("a", 1), counting("a", 1)), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two tensors of the name a");
        TensorSource lazy = new TensorSource("lazy", DType.F32, new long[] {2}, (offset, into) -> into.putFloat(1));
        assertThatThrownBy(() -> SafetensorsWriter.write(folder.resolve("b"), List.of(lazy), Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tensor lazy left 4 bytes unfilled");
    }
}
