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
        assertThat(first.err()).contains("chat: tiny, ", "temperature 1.5", "/quit (ends)");
        assertThat(chat("go a\ngo b\n/quit\nnever asked\n", command).out()).isEqualTo(first.out());
        assertThat(chat("go a\n/new\ngo b\n", command).out()).isNotEqualTo(first.out());
        assertThat(chat("/template\n", command).err()).contains("tiny:\n");
    }

    @Test
    void anUnknownCommandIsNoQuestion() throws IOException {
        String model = TinyModels.make(folder, 7).toString();
        String[] command = {"chat", "--model", model, "--max-new-tokens", "4"};
        Shell.Result unknown = chat("/bogus\n", command);
        assertThat(unknown.code()).isZero();
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err())
                .contains("chat: there is no command /bogus; there are /new (begins anew), /template (shows the"
                        + " template), /quit (ends)\n  to ask it as a question, begin with a space\n");
        assertThat(chat(" /bogus\n/usr/bin\n", command).err()).doesNotContain("there is no command");
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
    void twoModelsAnswerSideBySideWithTheSameWords() throws IOException {
        String model = TinyModels.make(folder, 7).toString();
        String other = TinyModels.make(folder.resolve("other"), 8).toString();
        String[] command = {
            "chat",
            "--model",
            model,
            "--against",
            other,
            "--max-new-tokens",
            "8",
            "--columns",
            "0",
            "--temperature",
            "0"
        };
        String[] apart = chat("go a\n", command).out().split("--- .* ---\\R");
        command[8] = "400";
        String[] together = chat("go a\n", command).out().split("\\R");
        assertThat(together[0]).startsWith("tiny  ").endsWith(other);
        assertThat(together[1]).isEqualTo("-".repeat(199) + "  " + "-".repeat(199));
        StringBuilder first = new StringBuilder();
        StringBuilder second = new StringBuilder();
        for (int i = 2; i < together.length; i++) {
            String line = together[i] + " ".repeat(Math.max(0, 201 - together[i].length()));
            first.append(line, 0, 199);
            second.append(line.substring(201));
        }
        assertThat(letters(first.toString())).isEqualTo(letters(apart[1])).isNotEmpty();
        assertThat(letters(second.toString())).isEqualTo(letters(apart[2])).isNotEmpty();
    }

    private static String letters(String text) {
        return text.replaceAll("\\s", "");
    }

    @Test
    void whatIsNoModelIsNamed() {
        Shell.Result result = chat("", "chat", "--model", folder.resolve("none").toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("is not a folder: a model is a folder");
    }
}
