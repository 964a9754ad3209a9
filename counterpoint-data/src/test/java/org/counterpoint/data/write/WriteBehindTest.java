package org.counterpoint.data.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteBehindTest {
    @TempDir
    Path folder;

    @Test
    void everythingIsInTheFileInOrder() throws IOException {
        Random random = new Random(4);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        Path file = folder.resolve("out");
        Files.writeString(file, "what was there before");
        try (WriteBehind out = new WriteBehind(file)) {
            for (int i = 0; i < 60; i++) {
                byte[] bytes = new byte[i % 20 == 19 ? 1 << 20 : random.nextInt(70_000)];
                random.nextBytes(bytes);
                out.write(bytes);
                out.write(i);
                expected.writeBytes(bytes);
                expected.write(i);
            }
        }
        assertThat(file).hasBinaryContent(expected.toByteArray());
    }

    @Test
    void nothingWrittenIsAnEmptyFile() throws IOException {
        new WriteBehind(folder.resolve("out")).close();
        assertThat(folder.resolve("out")).isEmptyFile();
    }

    @Test
    void aFullDiskIsToldToTheOneWhoWrites() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "this system has no /dev/full");
        WriteBehind out = new WriteBehind(full);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        out.write(new byte[1 << 18]);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");
        assertThatThrownBy(out::close).isInstanceOf(IOException.class);
        WriteBehind small = new WriteBehind(full);
        small.write('x');
        assertThatThrownBy(small::close).isInstanceOf(IOException.class).hasMessageContaining("No space left");
    }
}
