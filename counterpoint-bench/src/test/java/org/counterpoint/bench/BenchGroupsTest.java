package org.counterpoint.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchGroupsTest {
    private static final String GROUP = """
            {"id":"g1","messages":[{"role":"user","content":"Wie geht's? 🙂"}],"responses":[{"model":"s","text":"é"},\
            {"model":"m","text":"b"},{"model":"w","text":"c"}],"pairs":[]}
            """;

    @TempDir
    Path folder;

    private List<PromptGroup> read() throws IOException {
        return BenchGroups.read(Files.writeString(folder.resolve("in.jsonl"), GROUP));
    }

    @Test
    void writesGroupsWithoutPairsSoThatEveryTwoMakeOne() throws IOException {
        Path file = folder.resolve("groups.jsonl");
        BenchGroups.writeGroups(file, read());
        assertThat(file).hasContent("""
                        {"id":"g1","messages":[{"role":"user","content":"Wie geht's? 🙂"}],"responses":[{"model":"s","text":"é"},\
                        {"model":"m","text":"b"},{"model":"w","text":"c"}]}""");
    }

    @Test
    void writesAGroupsPairsTogetherForTrl() throws IOException {
        Path file = folder.resolve("pairs.jsonl");
        BenchGroups.writePairs(file, read());
        String prompt = "{\"prompt\":[{\"role\":\"user\",\"content\":\"Wie geht's? 🙂\"}],";
        assertThat(Files.readAllLines(file))
                .containsExactly(prompt + answers("é", "b"), prompt + answers("é", "c"), prompt + answers("b", "c"));
    }

    @Test
    void writesPromptsAlone() throws IOException {
        Path file = folder.resolve("prompts.jsonl");
        BenchGroups.writePrompts(file, read());
        assertThat(file)
                .hasContent("{\"id\":\"g1\",\"messages\":[{\"role\":\"user\",\"content\":\"Wie geht's? 🙂\"}]}");
    }

    private static String answers(String chosen, String rejected) {
        String form = "\"%s\":[{\"role\":\"assistant\",\"content\":\"%s\"}]";
        return form.formatted("chosen", chosen) + "," + form.formatted("rejected", rejected) + "}";
    }
}
