package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatCommandTest {

    @TempDir
    Path folder;

    private static Shell.Result chat(String typed, String... more) {
        InputStream terminal = System.in;
        try {
            System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
            return Shell.run(more);
        } finally {
            System.setIn(terminal);
        }
    }

    @Test
    void whatWasSaidCountsUntilItIsForgottenAndSeedsRepeatIt() throws IOException {
        String model = TinyModels.make(folder, 7).toString();
        String[] command = {"chat", "--model", model, "--max-new-tokens", "12", "--temperature", "1.5"};
        Shell.Result first = chat("go a\ngo b\n", command);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err()).contains("chat: tiny, ", "temperature 1.5", "/quit ends");
        assertThat(chat("go a\ngo b\n/quit\nnever asked\n", command).out()).isEqualTo(first.out());
        assertThat(chat("go a\n/new\ngo b\n", command).out()).isNotEqualTo(first.out());
        assertThat(chat("/template\n", command).err()).contains("tiny:\n");
    }

    @Test
    void twoModelsAreAskedTheSame() throws IOException {
        String model = TinyModels.make(folder, 7).toString();
        String other = TinyModels.make(folder.resolve("other"), 8).toString();
        Shell.Result both = chat("go a\n", "chat", "--model", model, "--against", other, "--max-new-tokens", "8");
        assertThat(both.code()).as(both.err()).isZero();
        assertThat(both.out()).contains("--- tiny ---").contains("--- " + other + " ---");
    }

    @Test
    void whatIsNoModelIsNamed() {
        Shell.Result result = chat("", "chat", "--model", folder.resolve("none").toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("is not a folder: a model is a folder");
    }
}
