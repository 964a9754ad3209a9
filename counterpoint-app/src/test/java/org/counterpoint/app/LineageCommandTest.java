package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What commands say that their outputs were made from. */
class LineageCommandTest {
    @TempDir
    Path folder;

    private Path strong = Path.of("");
    private Path weak = Path.of("");

    @BeforeEach
    void pairs() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("my answers, x=1"));
        strong = Files.writeString(odd.resolve("a b=c.jsonl"), "{\"instruction\":\"q\",\"output\":\"good\"}\n");
        weak = Files.writeString(odd.resolve("weak.jsonl"), "{\"instruction\":\"q\",\"output\":\"bad\"}\n");
        done("pairs", "--answers", "s=" + strong, "--answers", "w=" + weak, "--order", "s,w", "--out", path("pairs"));
        done("difficulty", "--data", path("pairs/groups.jsonl"), "--out", path("scored"));
    }

    @Test
    void inputsAreFoundWhateverTheirNamesHoldWithTheirHashes() {
        JsonNode made = json("lineage", path("scored/groups.jsonl"), "--json");
        JsonNode pairs = made.path("inputs").path("data").path(0);
        assertThat(pairs.path("by").stringValue()).isEqualTo("pairs");
        assertThat(pairs.path("inputs").path("answers")).hasSize(2);
        assertThat(pairs.path("inputs").path("answers").path(0).path("path").stringValue())
                .isEqualTo(strong.toString());
        assertThat(made.toString()).doesNotContain("problem");
        assertThat(pairs.path("facts").path("versions").path("counterpoint").stringValue())
                .isEqualTo(Shell.run("--version").out().strip().replace("counterpoint ", ""));
    }

    @Test
    void anInputThatChangedSinceIsMarked() throws IOException {
        Files.writeString(weak, "{\"instruction\":\"q\",\"output\":\"worse\"}\n");
        assertThat(Shell.run("lineage", path("scored/groups.jsonl")).out().lines())
                .filteredOn(line -> line.contains("was changed since it was used"))
                .singleElement()
                .asString()
                .contains("weak.jsonl");
        Files.delete(strong);
        assertThat(Shell.run("lineage", path("scored/groups.jsonl")).out())
                .contains("a b=c.jsonl: a file of the user's -- is gone");
    }

    @Test
    void severalSamplesOfOneModelHaveEachItsOwnRow() throws IOException {
        Path rated = Files.writeString(folder.resolve("rated.jsonl"), """
                {"instruction":"q","output":"one","model":"m","sample":0,"rating":5}
                {"instruction":"q","output":"two","model":"m","sample":1,"rating":3}
                {"instruction":"q","output":"three","model":"m","sample":2,"rating":1}
                """);
        done("pairs", "--answers", rated.toString(), "--order-by", "rating", "--out", path("by-rating"));
        JsonNode rows = json("lineage", path("by-rating/groups.jsonl"), "--rows", "--json")
                .path("rows");
        assertThat(rows).hasSize(3);
        for (JsonNode row : rows) {
            for (String side : List.of("chosen", "rejected")) {
                int sample = row.path(side).path("sample").intValue();
                assertThat(row.path(side).path("from").stringValue()).isEqualTo(rated + ":" + (sample + 1));
            }
        }
        assertThat(rows.path(2).path("rejected").path("sample").intValue()).isEqualTo(2);

        // An older version did not say which sample is which: nothing is guessed.
        Path origins = folder.resolve("by-rating/origins.jsonl");
        Files.writeString(origins, Files.readString(origins).replaceAll(",\"sample\":\\d", ""));
        assertThat(Shell.run("lineage", path("by-rating/groups.jsonl"), "--rows")
                        .out())
                .contains(path("by-rating/groups.jsonl") + ":1")
                .doesNotContain("rated.jsonl:");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static JsonNode json(String... args) {
        return JsonMapper.shared().readTree(Shell.run(args).out());
    }

    private static void done(String... args) {
        Shell.Result result = Shell.run(args);
        assertThat(result.code()).as(result.err()).isZero();
    }
}
