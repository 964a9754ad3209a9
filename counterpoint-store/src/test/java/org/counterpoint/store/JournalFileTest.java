package org.counterpoint.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class JournalFileTest {
    private static final String HEADER = "{\"command\":\"generate\",\"settings\":{\"seed\":\"1\"}}\n";

    @TempDir
    Path folder;

    private final List<String> earlier = new ArrayList<>();
    private Path out;
    private Path file;

    @BeforeEach
    void names() {
        out = folder.resolve("new/answers.jsonl");
        file = folder.resolve("new/.answers.jsonl.journal.jsonl");
    }

    private JournalFile open(String seed, boolean overwrite) throws JournalFile.Refused {
        earlier.clear();
        Provenance record = Provenance.of("generate", Map.of("seed", seed));
        return JournalFile.open(out, record, overwrite, (place, line) -> earlier.add(place + " " + line));
    }

    private static ObjectNode line(int n) {
        return JsonMapper.shared().createObjectNode().put("n", n);
    }

    @Test
    void goesOnAfterTheLastWholeLine() throws IOException, JournalFile.Refused {
        long first;
        try (JournalFile journal = open("1", false)) {
            first = journal.append(List.of(line(0), line(1)));
        }
        assertThat(file).hasContent(HEADER + "{\"n\":0}\n{\"n\":1}\n");
        Files.writeString(file, HEADER + "{\"n\":0}\n{\"n\":1}\n{\"n\":2");

        try (JournalFile journal = open("1", false)) {
            assertThat(earlier).containsExactly(first + " {\"n\":0}", (first + 8) + " {\"n\":1}");
            assertThat(journal.isSpoilt()).isFalse();
            long next = journal.append(List.of(line(3)));
            assertThat(next).isEqualTo(first + 16);
            assertThat(journal.read(next)).isEqualTo(line(3));
            assertThat(journal.read(first)).isEqualTo(line(0));
            assertThat(JournalFile.isThere(out)).isTrue();
            journal.publish(out);
        }
        assertThat(Files.readString(out)).isEqualTo("{\"n\":0}\n{\"n\":1}\n{\"n\":3}\n");
        assertThat(JournalFile.isThere(out)).isFalse();
        assertThat(folder.resolve("new").toFile().list()).containsExactly("answers.jsonl");
    }

    @Test
    void aSpoiltLineIsPassedOverAndSaid() throws IOException, JournalFile.Refused {
        Files.createDirectories(file.getParent());
        Files.writeString(file, HEADER + "{\"n\":0}\n\0\0\0\n{\"n\":2}\n\0\0\n");
        try (JournalFile journal = open("1", false)) {
            assertThat(earlier).hasSize(2).last().asString().endsWith("{\"n\":2}");
            assertThat(journal.isSpoilt()).isTrue();
            assertThat(Files.readString(file)).endsWith("{\"n\":2}\n");
            journal.clear();
            assertThat(journal.isSpoilt()).isFalse();
            assertThat(file).hasContent(HEADER);
        }
        assertThat(file).as("nothing worth keeping").doesNotExist();
    }

    @Test
    void otherWorkAndOtherProcessesAreRefused() throws JournalFile.Refused {
        try (JournalFile journal = open("1", false)) {
            journal.append(List.of(line(0)));
            assertThatThrownBy(() -> open("1", true))
                    .isInstanceOf(JournalFile.Refused.class)
                    .hasMessage("another process is writing " + out + "; wait for it, or give another --out");
        }
        assertThatThrownBy(() -> open("2", false))
                .hasMessage(out + " was begun with other settings, another model or other data (" + file
                        + "):\n  seed: then 1, now 2\nGive the same again, another --out, or --overwrite.");
        try (JournalFile journal = open("2", true)) {
            assertThat(earlier).isEmpty();
            assertThat(journal.append(List.of(line(7)))).isEqualTo(HEADER.length());
        }
        assertThat(file).hasContent(HEADER.replace("\"1\"", "\"2\"") + "{\"n\":7}\n");
    }

    @Test
    void whatLiesBehindAKnownLengthIsForgotten() throws IOException {
        Path log = folder.resolve("log");
        Files.writeString(log, "one\ntwo\nthr");
        try (GrowingFile growing = GrowingFile.open(log, 4)) {
            assertThat(growing.append(List.of(line(2)))).isEqualTo(4);
            assertThat(growing.sync()).isEqualTo(12);
        }
        assertThat(log).hasContent("one\n{\"n\":2}\n");
    }
}
