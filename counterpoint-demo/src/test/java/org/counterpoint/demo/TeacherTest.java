package org.counterpoint.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeacherTest {
    @TempDir
    Path folder;

    @Test
    void teachersAreAsStrongAsTheDocsSay() throws IOException {
        Embedded.writeTo(folder.resolve("demo"));
        var teachers = Teacher.all(folder.resolve("demo"));
        assertThat(teachers.get(0).mean()).isBetween(0.60, 0.70);
        assertThat(teachers.get(1).mean()).isBetween(0.45, 0.55);
        assertThat(teachers.get(2).mean()).isBetween(0.28, 0.38);
    }
}
