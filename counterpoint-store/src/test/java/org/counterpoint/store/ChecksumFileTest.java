package org.counterpoint.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumFileTest {
    @TempDir
    Path folder;

    private Path checksums;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("weights.bin"), "0123456789");
        Files.createDirectory(folder.resolve("additional_chat_templates"));
        Files.writeString(folder.resolve("additional_chat_templates/tool_use.jinja"), "{{ messages }}");
        ChecksumFile.write(folder);
        checksums = folder.resolve(ChecksumFile.NAME);
    }

    @Test
    void whatIsAsItWasWrittenIsSound() throws IOException {
        assertThat(ChecksumFile.fault(folder)).isEmpty();
    }

    @Test
    void aChangeIsFoundInFoldersToo() throws IOException {
        Files.writeString(folder.resolve("additional_chat_templates/tool_use.jinja"), "{{ massages }}");
        assertThat(ChecksumFile.fault(folder))
                .contains("additional_chat_templates/tool_use.jinja is not as it was written");
    }

    @Test
    void aFileLess() throws IOException {
        Files.delete(folder.resolve("weights.bin"));
        assertThat(ChecksumFile.fault(folder)).contains("weights.bin is missing");
    }

    @Test
    void noChecksums() throws IOException {
        Files.delete(checksums);
        assertThat(ChecksumFile.fault(folder)).contains("it has no checksums.sha256");
    }

    @Test
    void checksumsThatAreCutShortAreNotEnough() throws IOException {
        byte[] whole = Files.readAllBytes(checksums);
        for (int length = 0; length < whole.length - 1; length++) {
            Files.write(checksums, Arrays.copyOf(whole, length));
            assertThat(ChecksumFile.fault(folder)).as("cut to %d bytes", length).isPresent();
        }
    }

    @Test
    void checksumsThatAreNoText() throws IOException {
        Files.write(checksums, new byte[] {(byte) 0xff, (byte) 0xfe, 10}, StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(ChecksumFile.fault(folder)).contains("checksums.sha256 is damaged");
    }
}
