package org.counterpoint.train.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.counterpoint.data.InputException;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.bigram.BigramBackend;
import org.counterpoint.train.bigram.BigramWorld;
import org.counterpoint.train.settings.SettingsReader;
import org.counterpoint.train.settings.TrainSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResponseScorerTest {
    @TempDir
    Path root;

    @Test
    void writesEveryGroupInOrder() throws IOException {
        BigramWorld world = new BigramWorld(root);
        BigramWorld.groups(world.data(), 150, 4);
        ScoreResult result = ResponseScorer.score(
                new BigramBackend(), request(world.model(), world.data(), "max_length=20"), done -> {});
        List<String> lines = Files.readAllLines(root.resolve("scores.jsonl"));
        assertThat(lines).hasSize(150);
        assertThat(result.groups()).isEqualTo(150);
        assertThat(result.responses()).isEqualTo(450);
        assertThat(result.unscored()).isPositive().isEqualTo(result.setAside().get("too_long"));
        long nulls = 0;
        for (int g = 0; g < lines.size(); g++) {
            JsonNode line = JsonMapper.shared().readTree(lines.get(g));
            assertThat(line.get("id").asString()).isEqualTo("g" + g);
            for (JsonNode response : line.get("responses")) {
                if (response.get("logp").isNull()) {
                    nulls++;
                    assertThat(response.get("reason").asString()).startsWith("too_long: ");
                } else {
                    assertThat(response.get("logp").asDouble()).isNegative();
                    assertThat(response.get("tokens").asInt()
                                    + response.get("prompt_tokens").asInt())
                            .isLessThanOrEqualTo(20);
                }
            }
        }
        assertThat(nulls).isEqualTo(result.unscored());
        assertThat(Files.readAllLines(root.resolve("scores.jsonl.ledger.jsonl")))
                .hasSize((int) nulls);
    }

    @Test
    void whatIsWrongWithAllAnswersOfARowIsOneLine() throws IOException {
        BigramWorld world = new BigramWorld(root);
        Files.writeString(world.data(), """
                {"prompt":"a?","responses":[{"model":"a","text":"UNSPEAKABLE"},{"model":"b","text":"UNSPEAKABLE too"}]}
                {"prompt":"b?","responses":[{"model":"a","text":"yes"},{"model":"b","text":"UNSPEAKABLE"}]}
                """);
        ScoreResult result =
                ResponseScorer.score(new BigramBackend(), request(world.model(), world.data()), done -> {});
        assertThat(result.unscored()).isEqualTo(3);
        assertThat(Files.readAllLines(root.resolve("scores.jsonl.ledger.jsonl")))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("{\"kind\":\"row\"") && line.contains("\"line\":1"))
                .anyMatch(line -> line.startsWith("{\"kind\":\"answer\"") && line.contains("\"line\":2"));
    }

    @Test
    void anOutputThatExistsIsLeftAlone() throws IOException {
        BigramWorld world = new BigramWorld(root);
        Files.writeString(root.resolve("scores.jsonl"), "mine");
        assertThatThrownBy(() ->
                        ResponseScorer.score(new BigramBackend(), request(world.model(), world.data()), done -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("exists and is left as it is");
        assertThat(root.resolve("scores.jsonl")).hasContent("mine");
    }

    @Test
    void theDataIsNeverOverwritten() throws IOException {
        BigramWorld world = new BigramWorld(root);
        Path data = Files.copy(world.data(), root.resolve("scores.jsonl"));
        ScoreRequest request = request(world.model(), data);
        ScoreRequest overwriting = new ScoreRequest(
                request.model(), request.data(), request.out(), request.text(), request.passes(), true);
        assertThatThrownBy(() -> ResponseScorer.score(new BigramBackend(), overwriting, done -> {}))
                .isInstanceOf(InputException.class)
                .hasMessage(data + " is what 'score' reads; it is left as it is. Give another --out.");
        assertThat(data).hasSameBinaryContentAs(world.data());
    }

    @Test
    void whereNothingCanBeScoredOnlyTheLedgerIsWritten() throws IOException {
        BigramWorld world = new BigramWorld(root);
        assertThatThrownBy(() -> ResponseScorer.score(
                        new BigramBackend(), request(world.model(), world.data(), "max_length=2"), done -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no response of " + world.data() + " can be scored: 69 too_long")
                .hasMessageContaining("groups.jsonl:1 (too_long: ")
                .hasMessageContaining("raise max_length")
                .hasMessageEndingWith("\nWhat was left out is in " + root.resolve("scores.jsonl.ledger.jsonl") + ".");
        assertThat(root.toFile().list())
                .filteredOn(name -> name.contains("scores"))
                .containsExactly("scores.jsonl.ledger.jsonl");
    }

    @Test
    void whatIsNoFileIsAWrongInput() throws IOException {
        BigramWorld world = new BigramWorld(root);
        assertThatThrownBy(() -> ResponseScorer.score(
                        new BigramBackend(), request(world.model(), root.resolve("none.jsonl")), done -> {}))
                .isInstanceOf(InputException.class)
                .hasMessage("there is no file " + root.resolve("none.jsonl"));
    }

    @Test
    void aFolderIsItsFilesInOrder() throws IOException {
        BigramWorld world = new BigramWorld(root);
        BigramWorld.groups(world.data(), 20, 4);
        ResponseScorer.score(new BigramBackend(), request(world.model(), world.data()), done -> {});
        List<String> whole = Files.readAllLines(root.resolve("scores.jsonl"));
        Files.delete(root.resolve("scores.jsonl"));
        Path parts = Files.createDirectory(root.resolve("parts"));
        List<String> rows = Files.readAllLines(world.data());
        Files.write(parts.resolve("a.jsonl"), rows.subList(0, 7));
        Files.write(parts.resolve("b.jsonl"), rows.subList(7, 20));
        ResponseScorer.score(new BigramBackend(), request(world.model(), parts), done -> {});
        assertThat(Files.readAllLines(root.resolve("scores.jsonl"))).isEqualTo(whole);
        ScoreRequest inside = to(parts.resolve("deep/scores.jsonl"), request(world.model(), parts));
        assertThatThrownBy(() -> ResponseScorer.score(new BigramBackend(), inside, done -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("lies in " + parts + ", whose files are the data");
        assertThat(parts.resolve("deep")).doesNotExist();
    }

    @Test
    void theOutputsFolderIsMade() throws IOException {
        BigramWorld world = new BigramWorld(root);
        ScoreRequest like = request(world.model(), world.data());
        Path deep = root.resolve("new/deep/scores.jsonl");
        ResponseScorer.score(new BigramBackend(), to(deep, like), done -> {});
        assertThat(deep).exists();
        Path impossible = world.data().resolve("scores.jsonl");
        assertThatThrownBy(() -> ResponseScorer.score(new BigramBackend(), to(impossible, like), done -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nothing can be written beside " + impossible)
                .hasMessageContaining("give another --out");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedWithTheMend() throws IOException {
        BigramWorld world = new BigramWorld(root);
        Path inTheWay = Files.createDirectory(root.resolve(".tmp-scores.jsonl.ledger.jsonl"));
        assertThatThrownBy(() ->
                        ResponseScorer.score(new BigramBackend(), request(world.model(), world.data()), done -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("scores.jsonl could not be made: " + inTheWay)
                .as("nothing was scored yet, so nothing is kept")
                .hasMessageEndingWith("Is a directory\n  mend that and give the same command again");
    }

    private static ScoreRequest to(Path out, ScoreRequest like) {
        return new ScoreRequest(like.model(), like.data(), out, like.text(), like.passes(), false);
    }

    @Test
    void aRunThatWasStoppedGoesOnToTheSameBytes() throws IOException {
        BigramWorld world = new BigramWorld(root);
        BigramWorld.groups(world.data(), 150, 4);
        ScoreRequest request = request(world.model(), world.data());
        Path out = root.resolve("scores.jsonl");
        Path partial = root.resolve(".scores.jsonl.partial");
        ResponseScorer.score(new BigramBackend(), request, done -> {});
        byte[] unbroken = Files.readAllBytes(out);
        Files.delete(out);

        assertThatThrownBy(() -> ResponseScorer.score(new BigramBackend(), request, done -> {
                    if (done == 128) {
                        throw new IllegalStateException("stopped");
                    }
                }))
                .hasMessage("stopped");
        assertThat(out).doesNotExist();
        List<String> kept = Files.readAllLines(partial);
        assertThat(kept).hasSize(1 + 128);
        // What a kill leaves: a whole window less, a torn line, and a mark by which to see that nothing is scored
        // twice.
        kept.set(3, kept.get(3).replace("\"prompt_tokens\":", "\"prompt_tokens\":1"));
        Files.writeString(partial, String.join("\n", kept.subList(0, 101)) + "\n{\"id\":\"g1");

        assertThatThrownBy(() -> ResponseScorer.score(
                        new BigramBackend(), request(world.model(), world.data(), "max_length=20"), done -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("was begun with");
        ResponseScorer.score(new BigramBackend(), request, done -> {});
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.get(2)).isEqualTo(kept.get(3));
        lines.set(2, lines.get(2).replace("\"prompt_tokens\":1", "\"prompt_tokens\":"));
        assertThat(String.join("\n", lines) + "\n").isEqualTo(new String(unbroken, StandardCharsets.UTF_8));
        assertThat(partial).doesNotExist();

        kept.set(3, "\0\0");
        Files.delete(out);
        Files.writeString(partial, String.join("\n", kept) + "\n");
        ResponseScorer.score(new BigramBackend(), request, done -> {});
        assertThat(out).as("no line stands for another's group").hasBinaryContent(unbroken);
    }

    @Test
    void aRewardModelWritesItsScores() throws IOException, URISyntaxException {
        Path reward = Path.of(Objects.requireNonNull(ResponseScorerTest.class.getResource("/golden/trl/reward-model"))
                .toURI());
        ResponseScorer.score(request(reward, reward.resolveSibling("groups.jsonl")), done -> {});
        double sum = 0;
        List<String> lines = Files.readAllLines(root.resolve("scores.jsonl")).subList(0, 2);
        for (String line : lines) {
            JsonNode responses = JsonMapper.shared().readTree(line).get("responses");
            assertThat(responses.get(0).has("logp")).isFalse();
            // Each of three answers is in two of the three pairs.
            for (JsonNode response : responses) {
                sum += response.get("score").asDouble() / 6;
            }
        }
        JsonNode trajectory =
                JsonMapper.shared().readTree(Files.readString(reward.resolveSibling("trajectory-reward.json")));
        assertThat(sum)
                .isCloseTo(trajectory.get("steps").get(0).get("mean_reward").asDouble(), within(1e-5));
    }

    @Test
    void aRealModelScoresTheSameInBothForwards() throws IOException, URISyntaxException {
        Path golden = Path.of(Objects.requireNonNull(ResponseScorerTest.class.getResource("/golden/trl/model"))
                .toURI());
        Path data = golden.resolveSibling("groups.jsonl");
        ResponseScorer.score(request(golden, data), done -> {});
        List<String> grouped = Files.readAllLines(root.resolve("scores.jsonl"));
        Files.delete(root.resolve("scores.jsonl"));
        ResponseScorer.score(request(golden, data, "forward=shared-prefix", "micro_batch_tokens=300"), done -> {});
        List<String> shared = Files.readAllLines(root.resolve("scores.jsonl"));
        assertThat(grouped).hasSize(24).hasSameSizeAs(shared);
        for (int g = 0; g < 24; g++) {
            JsonNode a = JsonMapper.shared().readTree(grouped.get(g)).get("responses");
            JsonNode b = JsonMapper.shared().readTree(shared.get(g)).get("responses");
            for (int i = 0; i < 3; i++) {
                double expected = a.get(i).get("logp").asDouble();
                assertThat(b.get(i).get("logp").asDouble()).isCloseTo(expected, within(1e-5 * -expected));
            }
        }
    }

    private ScoreRequest request(Path model, Path data, String... settings) {
        TrainSettings all = SettingsReader.read("sft", Map.of(), List.of(settings));
        return new ScoreRequest(model, data, root.resolve("scores.jsonl"), all.data(), all.passes(), false);
    }
}
