package org.counterpoint.data.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.PromptRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptReaderTest {
    @TempDir
    Path folder;

    private final MemoryLedger ledger = new MemoryLedger();

    @Test
    void aPromptIsFoundInEveryForm() throws IOException {
        String q = "[{\"role\":\"user\",\"content\":\"q\"}]";
        String a = "{\"role\":\"assistant\",\"content\":\"a\"}";
        List<PromptRow> prompts = read(
                "{\"id\":\"i\",\"messages\":" + q + "}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}," + a + "]}",
                "{\"messages\":" + q + ",\"text\":\"a\",\"model\":\"m\"}",
                "{\"messages\":" + q + ",\"responses\":[]}",
                "{\"context\":" + q + ",\"completions\":[]}",
                "{\"prompt\":" + q + ",\"chosen\":[" + a + "],\"rejected\":[" + a + "]}",
                "{\"prompt\":" + q + ",\"chosen\":[" + a + "],\"rejected\":[" + a + "]}",
                "{\"prompt\":" + q + "}",
                "{\"instruction\":\"q\"}",
                "{\"instruction\":\"q\",\"output\":\"a\"}",
                "{\"prompt\":\"q\"}",
                "{\"text\":\"q\"}");
        assertThat(prompts)
                .extracting(p -> p.origin().line() + " " + PromptIds.compactJson(p.prompt()))
                .containsExactly(Stream.concat(
                                Stream.of(1, 2, 3, 4, 5, 6, 8, 9, 10)
                                        .map(line -> line + " [{\"role\":\"user\",\"content\":\"q\"}]"),
                                Stream.of("11 \"q\""))
                        .toArray(String[]::new));
        assertThat(prompts.get(0).id()).isEqualTo("i");
        assertThat(prompts.get(1).id()).isEqualTo(PromptIds.of(prompts.get(1).prompt()));
        assertThat(ledger.entries()).hasSize(1);
    }

    @Test
    void aFileWithoutPromptsIsRefused() {
        assertThatThrownBy(() -> read("{\"text\":\"q\"}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the row is of no known form: it has text")
                .hasMessageContaining("{instruction}, {prompt}");
    }

    private List<PromptRow> read(String... rows) throws IOException {
        Path file = Files.writeString(folder.resolve("data.jsonl"), String.join("\n", rows));
        try (Stream<PromptRow> prompts = PromptReader.stream(file, ledger, Progress.NONE)) {
            return prompts.toList();
        }
    }
}
