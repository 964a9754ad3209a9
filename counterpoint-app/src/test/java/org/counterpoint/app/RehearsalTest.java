package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {

    /** A command that fails would leave its classes out of the archive, and nobody would see why starts are slow. */
    @Test
    void everyCommandOfItRuns(@TempDir Path folder) throws IOException {
        Rehearsal.main(new String[] {folder.toString()});
        assertThat(folder.resolve("page.html")).exists();
    }
}
