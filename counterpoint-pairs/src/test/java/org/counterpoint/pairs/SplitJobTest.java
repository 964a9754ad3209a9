package org.counterpoint.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.settings.SettingFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SplitJobTest {
    @TempDir
    Path folder;

    @Test
    void exactlyNPromptsAreHeldOutWithAllTheirRows() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add("{\"instruction\":\"q" + i % 100 + "\",\"output\":\"" + i + "\",\"x\":1.10}");
        }
        SplitSummary summary = split(rows, 17, 1, "out");
        assertThat(summary).isEqualTo(new SplitSummary(300, 249, 51, 17, null, Map.of(), false));
        List<String> train = Files.readAllLines(folder.resolve("out/train.jsonl"));
        List<String> held = Files.readAllLines(folder.resolve("out/held-out.jsonl"));
        assertThat(train).hasSize(249);
        assertThat(held).hasSize(51);
        assertThat(rows).containsAll(train).containsAll(held);
        assertThat(prompts("out", "held-out")).hasSize(17).doesNotContainAnyElementsOf(prompts("out", "train"));
    }

    @Test
    void theCutDependsOnPromptsAndSeedOnly() throws IOException {
        List<String> answers = IntStream.range(0, 200)
                .mapToObj(i -> "{\"id\":\"x" + i + "\",\"instruction\":\"q" + i + "\",\"output\":\"a\"}")
                .collect(Collectors.toCollection(ArrayList::new));
        split(answers, 20, 3, "answers");
        Set<String> held = prompts("answers", "held-out");
        Collections.shuffle(answers, new Random(1));
        split(answers, 20, 3, "shuffled");
        assertThat(prompts("shuffled", "held-out")).isEqualTo(held);
        List<String> groups = IntStream.range(0, 200)
                .mapToObj(i -> "{\"id\":\"y\",\"messages\":[{\"role\":\"user\",\"content\":\"q" + i
                        + "\"}],\"responses\":[{\"model\":\"m\",\"text\":\"t\"}]}")
                .toList();
        split(groups, 20, 3, "groups");
        assertThat(prompts("groups", "held-out")).isEqualTo(held);
        split(answers, 20, 4, "seeded");
        assertThat(prompts("seeded", "held-out")).isNotEqualTo(held);
        answers.add("{\"instruction\":\"one more\",\"output\":\"a\"}");
        split(answers, 20, 3, "more");
        Set<String> kept = new HashSet<>(prompts("more", "held-out"));
        kept.retainAll(held);
        assertThat(kept).hasSizeGreaterThanOrEqualTo(19);
    }

    @Test
    void nearDuplicatesStayTogether() throws IOException {
        List<String> rows = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            // Three tellings of each of some, one of the others.
            String question = "How many " + Long.toString(random.nextLong() >>> 1, 36)
                    + Long.toString(random.nextLong() >>> 1, 36) + " are there in a dozen of them";
            for (String end : i % 4 == 0 ? List.of("?", ", please?", " or so?") : List.of("?")) {
                rows.add("{\"instruction\":\"" + question + end + "\",\"output\":\"a\"}");
            }
        }
        SplitSummary summary = clusters(rows, 30, "out");
        assertThat(summary.heldOutPrompts()).isEqualTo(30);
        SplitSummary.Clusters clusters = Objects.requireNonNull(summary.clusters());
        assertThat(clusters.all()).isEqualTo(200);
        Set<String> held = prompts("out", "held-out");
        assertThat(beginnings(held)).hasSize(clusters.heldOut());
        assertThat(beginnings(held)).doesNotContainAnyElementsOf(beginnings(prompts("out", "train")));
        Collections.shuffle(rows, new Random(1));
        clusters(rows, 30, "shuffled");
        assertThat(prompts("shuffled", "held-out")).isEqualTo(held);
        rows.add("{\"instruction\":\"something else: there are such things\",\"output\":\"a\"}");
        clusters(rows, 30, "more");
        Set<String> kept = new HashSet<>(prompts("more", "held-out"));
        kept.retainAll(held);
        assertThat(kept).hasSizeGreaterThanOrEqualTo(27);
    }

    private static Set<String> beginnings(Set<String> prompts) {
        return prompts.stream()
                .map(prompt -> prompt.substring(0, prompt.indexOf(" are ")))
                .collect(Collectors.toSet());
    }

    private SplitSummary clusters(List<String> rows, int heldOut, String out) throws IOException {
        Path file = Files.write(folder.resolve("data.jsonl"), rows);
        return SplitJob.run(
                new SplitJob.Settings(
                        file, new SplitChoices(heldOut, SplitBy.CLUSTER, 0.7, 0), folder.resolve(out), false),
                Progress.NONE);
    }

    @Test
    void brokenRowsAreInTheLedgerAndArraysComeOutAsLines() throws IOException {
        Path file = Files.writeString(
                folder.resolve("data.json"),
                "[\n{\n \"prompt\": \"a\\n\u2028b\",\n \"completion\": \"x\"},\n{\"y\":1},\n{\"prompt\":\"c\"}]");
        SplitSummary summary = SplitJob.run(
                new SplitJob.Settings(file, new SplitChoices(1, SplitBy.PROMPT, 0.7, 0), folder.resolve("out"), false),
                Progress.NONE);
        assertThat(summary.rowsRead()).isEqualTo(3);
        assertThat(summary.setAside()).containsOnlyKeys("missing_field");
        List<JsonNode> both = new ArrayList<>(Written.lines(folder.resolve("out/train.jsonl")));
        both.addAll(Written.lines(folder.resolve("out/held-out.jsonl")));
        assertThat(both).extracting(r -> r.path("prompt").stringValue()).containsExactlyInAnyOrder("a\n\u2028b", "c");
        assertThat(Written.lines(folder.resolve("out/ledger.jsonl"))).hasSize(1);
    }

    @Test
    void tooFewPromptsAreRefused() {
        List<String> rows = List.of("{\"prompt\":\"a\"}", "{\"prompt\":\"b\"}", "{\"prompt\":\"a\"}");
        assertThatThrownBy(() -> split(rows, 3, 0, "out"))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("has 2 different prompts, fewer than the 3 to hold out. Hold out fewer.");
        assertThatThrownBy(() -> split(rows, 2, 0, "out"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holding out all of them leaves none to train on");
        assertThat(SplitChoices.SCHEMA.read(Map.of("held_out", 0)).faults())
                .extracting(SettingFault::message)
                .containsExactly("held_out must be a whole number, at least 1 (it is 0)");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private SplitSummary split(List<String> rows, int heldOut, long seed, String out) throws IOException {
        Path file = Files.write(folder.resolve("data.jsonl"), rows);
        return SplitJob.run(
                new SplitJob.Settings(
                        file, new SplitChoices(heldOut, SplitBy.PROMPT, 0.7, seed), folder.resolve(out), false),
                Progress.NONE);
    }

    private Set<String> prompts(String out, String side) throws IOException {
        return Written.lines(folder.resolve(out).resolve(side + ".jsonl")).stream()
                .map(row -> row.has("instruction")
                        ? row.path("instruction").stringValue()
                        : row.path("messages").path(0).path("content").stringValue())
                .collect(Collectors.toSet());
    }
}
