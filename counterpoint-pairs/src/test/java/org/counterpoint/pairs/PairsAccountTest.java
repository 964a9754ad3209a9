package org.counterpoint.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.AnswerFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every row read is in a group or in the ledger, and in one of them once, whatever the files hold. */
class PairsAccountTest {
    private static final List<String> MODELS = List.of("a", "b", "c");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void theCountsAddUp(long seed) throws IOException {
        Random random = new Random(seed);
        boolean ids = random.nextBoolean();
        long written = 0;
        List<AnswerFile> files = new ArrayList<>();
        for (String model : MODELS) {
            boolean array = random.nextBoolean();
            List<byte[]> rows = new ArrayList<>();
            rows.add(good(random, model, ids));
            for (int i = random.nextInt(60); i > 0; i--) {
                rows.add(random.nextInt(4) > 0 ? good(random, model, ids) : bad(random, model));
            }
            written += rows.size();
            Path file = folder.resolve(model + (array ? ".json" : ".jsonl"));
            try (var out = Files.newOutputStream(file)) {
                out.write((array ? "[" : "\n").getBytes(StandardCharsets.UTF_8));
                for (int i = 0; i < rows.size(); i++) {
                    out.write((i == 0 ? "" : array ? ",\n" : random.nextBoolean() ? "\n" : "\r\n\n")
                            .getBytes(StandardCharsets.UTF_8));
                    out.write(rows.get(i));
                }
                out.write((array ? "]" : "").getBytes(StandardCharsets.UTF_8));
            }
            files.add(new AnswerFile(random.nextBoolean() ? model : null, file));
        }
        PairsSummary summary = PairsJob.run(
                new PairsJob.Settings(files, new ModelOrder(MODELS), folder.resolve("out"), false), Progress.NONE);
        check(summary, written);
    }

    private void check(PairsSummary summary, long written) throws IOException {
        List<JsonNode> ledger = Written.lines(folder.resolve("out/ledger.jsonl"));
        List<JsonNode> groups = Written.lines(folder.resolve("out/groups.jsonl"));
        List<JsonNode> pairs = Written.lines(folder.resolve("out/pairs.jsonl"));
        long inGroups =
                groups.stream().mapToLong(g -> g.path("responses").size()).sum();
        List<JsonNode> notPairs = ledger.stream()
                .filter(e -> !e.path("kind").stringValue().equals("pair"))
                .toList();
        assertThat(summary.rowsRead()).isEqualTo(written).isEqualTo(inGroups + notPairs.size());
        assertThat(summary.answers()).isEqualTo(inGroups);
        assertThat(summary.groups()).isEqualTo(groups.size());
        assertThat(summary.setAside().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(ledger.size());
        assertThat(summary.pairs())
                .isEqualTo(pairs.size())
                .isEqualTo(summary.pairsByType().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        long possible = groups.stream()
                .mapToLong(
                        g -> g.path("responses").size() * (g.path("responses").size() - 1L) / 2)
                .sum();
        assertThat(pairs.size() + (ledger.size() - notPairs.size())).isEqualTo(possible);
        Set<String> ids = new HashSet<>();
        assertThat(groups).allMatch(g -> ids.add(g.path("id").stringValue()));
        Set<String> places = new HashSet<>();
        assertThat(notPairs.stream().filter(e -> !e.path("line").asString("").isEmpty()))
                .allMatch(e -> places.add(
                        e.path("file").stringValue() + ":" + e.path("line").asLong()));
        for (JsonNode group : groups) {
            assertThat(new HashSet<>(group.path("responses").findValuesAsString("model")))
                    .hasSize(group.path("responses").size());
        }
    }

    private static byte[] good(Random random, String model, boolean ids) {
        String id = ids ? "\"id\":\"" + random.nextInt(15) + "\"," : "";
        String text = List.of("x", "y", "", " \\n ", "\u2028é").get(random.nextInt(5));
        return ("{" + id + "\"instruction\":\"q" + random.nextInt(15) + "\",\"output\":\"" + text
                        + "\",\"generator\":\"" + model + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Broken in one of many ways, but never so that an array's later elements are swallowed. */
    private static byte[] bad(Random random, String model) {
        List<String> rows = List.of(
                "{\"instruction\" \"q\"}",
                "nonsense",
                "[1]",
                "{\"instruction\":\"q\",\"output\":7}",
                "{\"instruction\":\"q\",\"instruction\":\"q\",\"output\":\"x\",\"generator\":\"" + model + "\"}",
                "{\"instruction\":\"q\",\"output\":\"\\udc00\",\"generator\":\"" + model + "\"}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"generator\":\"" + model + "\"}",
                "{\"instruction\":\"\u00ff\",\"output\":\"x\",\"generator\":\"" + model + "\"}");
        int i = random.nextInt(rows.size());
        return rows.get(i).getBytes(i == rows.size() - 1 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }
}
