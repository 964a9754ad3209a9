package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.counterpoint.testing.FakeServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CollectCommandTest {

    private static final String SECRET = "sk-0123456789abcdef-secret";

    @TempDir
    Path folder;

    @BeforeEach
    void writePrompts() throws IOException {
        Files.write(
                folder.resolve("prompts.jsonl"),
                List.of(
                        "{\"id\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"Say a.\"}]}",
                        "{\"instruction\":\"Say\",\"input\":\"b\"}",
                        "{\"id\":\"c\",\"prompt\":\"Say c.\"}",
                        "{\"id\":\"bad\",\"messages\":",
                        "{\"id\":\"d\",\"messages\":[{\"role\":\"system\",\"content\":\"Own.\"},"
                                + "{\"role\":\"user\",\"content\":\"Say d.\"}]}"));
        Files.writeString(folder.resolve("key"), SECRET + "\n");
    }

    @Test
    void answersStandInThePromptsOrderAndOthersInTheLedger() throws IOException {
        try (FakeServer server = FakeServer.start(question -> question.text().equals("Say c.")
                ? FakeServer.status(400, "{\"error\":{\"message\":\"not me, " + SECRET + "\"}}")
                : FakeServer.text("re " + question.text()))) {
            Shell.Result result = collect(server, "--system", "Be brief.", "--json");
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err())
                    .contains("1 ended without an answer; the same command asks them again")
                    .contains("out.ledger.jsonl, the first of " + folder.resolve("prompts.jsonl") + ":4: bad_json");
            JsonNode summary = JsonMapper.shared().readTree(result.out());
            assertThat(summary.path("answers").intValue()).isEqualTo(3);
            assertThat(summary.path("failed").intValue()).isEqualTo(1);
            assertThat(summary.path("set_aside").toString()).isEqualTo("{\"bad_json\":1,\"http_400\":1}");

            List<JsonNode> rows = rows("out.jsonl");
            assertThat(rows)
                    .extracting(row -> row.path("text").stringValue())
                    .containsExactly("re Say a.", "re Say\n\nb", "re Say d.");
            assertThat(rows.get(0).propertyNames())
                    .containsExactly(
                            "id",
                            "messages",
                            "model",
                            "text",
                            "finish",
                            "system",
                            "reported_model",
                            "usage",
                            "latency_seconds",
                            "request");
            assertThat(rows.get(0).path("model").stringValue()).isEqualTo("m");
            assertThat(rows.get(0).path("reported_model").stringValue()).isEqualTo("fake-1");
            assertThat(rows.get(0).path("messages").toString())
                    .isEqualTo("[{\"role\":\"user\",\"content\":\"Say a.\"}]");
            assertThat(rows.get(2).has("system")).isFalse();
            assertThat(server.questions())
                    .extracting(question -> question.json()
                            .path("messages")
                            .path(0)
                            .path("content")
                            .stringValue())
                    .containsExactlyInAnyOrder("Be brief.", "Be brief.", "Be brief.", "Own.");

            assertThat(rows("out.ledger.jsonl"))
                    .extracting(row -> row.path("line").intValue() + " "
                            + row.path("reason").stringValue())
                    .containsExactlyInAnyOrder("3 http_400", "4 bad_json");
            assertNoSecret(result);
        }
    }

    @Test
    void tokensThatTheServerDoesNotCountAreSaidToBeEstimates() throws IOException {
        try (FakeServer server = FakeServer.start(question -> FakeServer.json(
                FakeServer.completion("re").without(List.of("usage")).toString()))) {
            assertThat(collect(server).out())
                    .containsPattern("4 answers, 0 cut by length, about \\d+ tokens in, \\d+ out"
                            + " \\(the server did not count those of 4 answers\\)");
        }
    }

    @Test
    void theSameCommandAsksOnlyForWhatIsMissing() throws IOException {
        AtomicBoolean mended = new AtomicBoolean();
        try (FakeServer server =
                FakeServer.start(question -> !mended.get() && question.text().equals("Say c.")
                        ? FakeServer.status(422, "no")
                        : FakeServer.text("re " + question.text()))) {
            assertThat(collect(server).code()).isEqualTo(1);
            mended.set(true);
            Shell.Result second = collect(server);
            assertThat(second.code()).as(second.err()).isZero();
            assertThat(second.out()).startsWith("4 answers (3 of them from an earlier run)");
            assertThat(server.questions()).hasSize(5);
            assertThat(rows("out.jsonl")).hasSize(4);
            assertThat(folder.resolve("out.ledger.jsonl"))
                    .content()
                    .contains("bad_json")
                    .doesNotContain("http_422");

            Shell.Result third = collect(server);
            assertThat(third.out()).contains("was finished before");
            assertThat(server.questions()).hasSize(5);
            assertThat(collect(server, "--overwrite").code()).isZero();
            assertThat(server.questions()).hasSize(9);
        }
    }

    @Test
    void otherSettingsAreRefused() throws IOException {
        try (FakeServer server = FakeServer.echo()) {
            collect(server);
            byte[] whole = Files.readAllBytes(folder.resolve("out.jsonl"));
            Shell.Result other = collect(server, "--temperature", "0.5");
            assertThat(other.code()).isEqualTo(2);
            assertThat(other.err()).contains("temperature: then null, now 0.5");
            assertThat(folder.resolve("out.jsonl")).hasBinaryContent(whole);
            assertThat(server.questions()).hasSize(4);
        }
    }

    @Test
    void samplesAreAskedWithSeedsOfTheirOwn() throws IOException {
        try (FakeServer server = FakeServer.echo()) {
            assertThat(collect(server, "--samples", "2", "--seed", "7", "--concurrency", "1")
                            .code())
                    .isZero();
            assertThat(server.questions())
                    .extracting(question -> question.json().path("seed").intValue())
                    .containsExactly(7, 8, 7, 8, 7, 8, 7, 8);
            assertThat(rows("out.jsonl"))
                    .extracting(row -> row.path("sample").asInt(0))
                    .containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
        }
    }

    @Test
    void aBudgetEndsTheWorkWithWhatThereIs() throws IOException {
        try (FakeServer server = FakeServer.echo()) {
            String[] budget = {"--max-new-tokens", "20", "--budget-tokens", "60", "--concurrency", "1"};
            Shell.Result first = collect(server, budget);
            assertThat(first.code()).isEqualTo(1);
            assertThat(first.err())
                    .contains("stopped early: the budget is used up")
                    .contains("were not asked");
            int answered = rows("out.jsonl").size();
            assertThat(answered).isBetween(1, 3);
            assertThat(rows("out.ledger.jsonl"))
                    .filteredOn(row -> row.path("reason").stringValue().equals("not_asked"))
                    .hasSize(4 - answered);

            budget[3] = "600";
            Shell.Result second = collect(server, budget);
            assertThat(second.code()).isZero();
            assertThat(server.questions()).hasSize(4);
            assertThat(rows("out.jsonl")).hasSize(4);
        }
    }

    @Test
    void theLedgerTellsWhichOfSeveralAnswersThereIsNot() throws IOException {
        try (FakeServer server = FakeServer.start(question -> FakeServer.status(400, "{\"error\":\"no\"}"))) {
            collect(server, "--samples", "2", "--concurrency", "1");
            assertThat(rows("out.ledger.jsonl"))
                    .filteredOn(row -> row.path("kind").stringValue().equals("answer"))
                    .extracting(row -> row.path("sample").asInt(0))
                    .containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
        }
    }

    @Test
    void aServerThatRefusesTheKeyLeavesNoOutput() throws IOException {
        try (FakeServer server =
                FakeServer.start(question -> FakeServer.status(401, "{\"error\":\"bad key " + SECRET + "\"}"))) {
            Shell.Result result = collect(server);
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out()).contains("nothing was written to");
            assertThat(folder.resolve("out.jsonl")).doesNotExist();
            assertThat(rows("out.ledger.jsonl")).hasSize(5);
            assertNoSecret(result);
        }
    }

    @Test
    void whoIsAskedMustBeNamed() {
        String data = folder.resolve("prompts.jsonl").toString();
        String out = folder.resolve("out.jsonl").toString();
        Shell.Result nobody = Shell.run("collect", "--data", data, "--out", out);
        assertThat(nobody.code()).isEqualTo(2);
        assertThat(nobody.err()).contains("--model NAME and --endpoint URL");
        Shell.Result noUrl = Shell.run("collect", "--data", data, "--out", out, "--model", "m");
        assertThat(noUrl.err()).contains("give --endpoint URL");
    }

    private Shell.Result collect(FakeServer server, String... more) {
        String[] first = {
            "collect",
            "--data",
            folder.resolve("prompts.jsonl").toString(),
            "--out",
            folder.resolve("out.jsonl").toString(),
            "--model",
            "m",
            "--endpoint",
            server.url(),
            "--api-key-file",
            folder.resolve("key").toString()
        };
        return Shell.run(Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new));
    }

    /** In nothing that the program said or wrote. */
    private void assertNoSecret(Shell.Result result) throws IOException {
        assertThat(result.out() + result.err()).doesNotContain(SECRET);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> !path.endsWith("key")).toList()) {
                assertThat(Files.isDirectory(file) ? "" : Files.readString(file))
                        .doesNotContain("0123456789");
            }
        }
    }

    private List<JsonNode> rows(String file) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(file))) {
            rows.add(JsonMapper.shared().readTree(line));
        }
        return rows;
    }
}
