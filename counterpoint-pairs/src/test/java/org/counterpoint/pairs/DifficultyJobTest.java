package org.counterpoint.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DifficultyJobTest {
    @TempDir
    Path folder;

    @BeforeEach
    void pairs() throws IOException {
        write(
                "pairs.jsonl",
                "{\"id\":\"a\",\"prompt\":\"p\",\"chosen\":\"long one\",\"rejected\":\"no\",\"chosen_model\":\"s\",\"rejected_model\":\"w\"}",
                "{\"id\":\"b\",\"prompt\":\"q\",\"chosen\":\"yes\",\"rejected\":\"no\",\"chosen_model\":\"s\",\"rejected_model\":\"w\"}");
        write("logps.jsonl", line("a", "logp", -6, -5), line("b", "logp", -2, -8));
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    private static String line(String id, String key, double chosen, double rejected) {
        return ("{'id':'" + id + "','responses':[{'model':'s','" + key + "':" + chosen + ",'tokens':3},{'model':'w','"
                        + key + "':" + rejected + ",'tokens':2}]}")
                .replace('\'', '"');
    }

    private DifficultyJob.Summary run(String missing, Map<String, Object> more) {
        Map<String, @Nullable Object> given = new TreeMap<>(more);
        given.put("missing", missing);
        DifficultyChoices choices = DifficultyChoices.SCHEMA
                .read(given)
                .orElseThrow(faults -> new IllegalArgumentException(faults.toString()));
        return DifficultyJob.run(
                new DifficultyJob.Settings(folder.resolve("pairs.jsonl"), choices, folder.resolve("out"), true),
                Progress.NONE);
    }

    private List<JsonNode> scores() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("out/groups.jsonl"))) {
            JsonMapper.shared().readTree(line).get("pairs").forEach(pair -> found.add(pair.get("scores")));
        }
        return found;
    }

    @Test
    void marginsOfAReferenceAndOfARewardModelStandBesideTheGroupsOwn() throws IOException {
        write("rewards.jsonl", line("a", "score", 1.5, -0.25), line("b", "score", 0, 2));
        run("keep", Map.of("logps", path("logps.jsonl"), "rewards", path("rewards.jsonl")));
        List<JsonNode> scores = scores();
        assertThat(scores).hasSize(2);
        assertThat(scores.get(0).get("reference_margin").asDouble()).isEqualTo(-1);
        assertThat(scores.get(0).get("reference_margin_per_token").asDouble()).isCloseTo(0.5, within(1e-12));
        assertThat(scores.get(0).get("reward_margin").asDouble()).isEqualTo(1.75);
        assertThat(scores.get(1).get("reward_margin").asDouble()).isEqualTo(-2);
        assertThat(scores.get(0).get("length_gap").asDouble()).isEqualTo(6);
    }

    @Test
    void aPairWithoutAWantedScoreGoesToTheLedgerWhereAsked() throws IOException {
        write("rewards.jsonl", line("a", "score", 1.5, -0.25), "{\"id\":\"b\",\"responses\":[]}");
        DifficultyJob.Summary summary = run("drop", Map.of("rewards", path("rewards.jsonl")));
        assertThat(scores()).hasSize(1);
        assertThat(summary.missing()).isEqualTo(Map.of("reward_margin", 1L));
        assertThat(Files.readString(folder.resolve("out/ledger.jsonl"))).contains("no reward_margin");
    }

    @Test
    void scoresOfTheOtherKindOfModelAreRefused() {
        assertThatThrownBy(() -> run("keep", Map.of("rewards", path("logps.jsonl"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no pair of")
                .hasMessageContaining("gets the score reward_margin");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
