package org.counterpoint.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class IoWordsTest {
    @Test
    void namesTheFileAndWhatIsWrong() {
        assertThat(IoWords.of(new NoSuchFileException("a/b"))).isEqualTo("a/b: no such file or folder");
        assertThat(IoWords.of(new AccessDeniedException("a/b"))).isEqualTo("a/b: access denied");
        assertThat(IoWords.of(new FileAlreadyExistsException("a/b"))).isEqualTo("a/b: exists already");
        assertThat(IoWords.of(new NotDirectoryException("a/b"))).isEqualTo("a/b: not a folder");
        assertThat(IoWords.of(new FileSystemException("a/b", null, "No space left on device")))
                .isEqualTo("a/b: No space left on device");
        assertThat(IoWords.of(new IOException("No space left on device"))).isEqualTo("No space left on device");
        assertThat(IoWords.of(new IOException())).isEqualTo("IOException");
    }
}
