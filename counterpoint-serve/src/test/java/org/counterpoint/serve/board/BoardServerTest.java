package org.counterpoint.serve.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BoardServerTest {
    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    private BoardServer open(boolean control) {
        return BoardServer.open(new BoardSettings(List.of(folder), 0, control));
    }

    private JsonNode get(BoardServer board, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(board.url() + path)).build();
        return JsonMapper.shared()
                .readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private int post(BoardServer board, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(board.url() + path)).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    /** What goes on, as a browser hears it. */
    private final class Hearing implements AutoCloseable {
        private final BufferedReader lines;

        Hearing(BoardServer board) throws IOException, InterruptedException {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(board.url() + "news")).build();
            lines = new BufferedReader(new InputStreamReader(
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                            .body(),
                    StandardCharsets.UTF_8));
        }

        JsonNode next() throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith("data: ")) {
                line = lines.readLine();
            }
            assertThat(line).isNotNull();
            return JsonMapper.shared().readTree(String.valueOf(line).substring("data: ".length()));
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private Map<String, JsonNode> runs(BoardServer board) throws IOException, InterruptedException {
        Map<String, JsonNode> runs = new HashMap<>();
        try (Hearing hearing = new Hearing(board)) {
            hearing.next().path("runs").forEach(run -> runs.put(run.path("name").asString(""), run));
        }
        return runs;
    }

    @Test
    void listsTrainingRunsAndRecipesWithTheirArms() throws IOException, InterruptedException {
        ExampleRuns.training(folder.resolve("a/b/dpo"), "dpo", 30, 120);
        ExampleRuns.recipe(folder.resolve("arms"));
        Files.createDirectories(folder.resolve("other/empty"));
        Files.writeString(folder.resolve("other/run.json"), "not JSON");
        try (BoardServer board = open(false)) {
            Map<String, JsonNode> runs = runs(board);
            assertThat(runs).containsOnlyKeys("a/b/dpo", "arms", "train/dpo", "train/slic", "train/sft");
            JsonNode dpo = runs.get("a/b/dpo");
            assertThat(dpo.path("status").asString()).isEqualTo("stopped");
            assertThat(dpo.path("step").asInt()).isEqualTo(30);
            assertThat(dpo.path("steps").asInt()).isEqualTo(120);
            assertThat(dpo.has("left")).isFalse();
            JsonNode recipe = runs.get("arms");
            // Its process is there no more, whatever its own file says.
            assertThat(recipe.path("status").asString()).isEqualTo("stopped");
            assertThat(recipe.path("step").asInt()).isEqualTo(2);
            assertThat(recipe.path("steps").asInt()).isEqualTo(4);
            assertThat(runs.get("train/dpo").path("status").asString()).isEqualTo("finished");
            assertThat(runs.get("train/sft").path("recipe")).isEqualTo(recipe.path("id"));
        }
    }

    @Test
    void aRunThatMakesNoSenseIsInNoOthersWay() throws IOException, InterruptedException {
        ExampleRuns.training(folder.resolve("good"), "dpo", 5, 5);
        for (String run : List.of(
                "{\"tasks\": [{\"id\": \"a\\u0000b\"}, {\"id\": \"../../good\"}, 7, null], \"recipe\": \"x\\u0000.yaml\"}",
                "{\"tasks\": [], \"status\": 5}",
                "{\"method\": \"dpo\", \"settings\": [1], \"inputs\": \"none\"}",
                "[".repeat(5000))) {
            Path bad = Files.createDirectory(folder.resolve("bad" + run.length()));
            Files.writeString(bad.resolve("run.json"), run);
            Files.writeString(bad.resolve("metrics.jsonl"), """
                    {"step": 1e999, "loss": 1e999, "epoch": "x", "elapsed_seconds": null}
                    {"step": 2, "loss": 1e300, "epoch": -1, "elapsed_seconds": -5}
                    [1]
                    nothing
                    """);
        }
        try (BoardServer board = open(false)) {
            Map<String, JsonNode> runs = runs(board);
            assertThat(runs).hasSize(5).containsKey("good");
            for (JsonNode run : runs.values()) {
                String id = run.path("id").asString();
                assertThat(get(board, "run?run=" + id).path("id").asString()).isEqualTo(id);
                JsonNode curves = get(board, "curves?run=" + id);
                assertThat(curves.has("curves")).as(curves.toString()).isTrue();
                assertThat(curves.toString()).doesNotContain("Infinity");
            }
        }
    }

    @Test
    void tellsWhatChangedAndNothingElse() throws IOException, InterruptedException {
        Path one = folder.resolve("one");
        ExampleRuns.training(one, "dpo", 10, 20);
        ExampleRuns.training(folder.resolve("two"), "sft", 10, 20);
        try (BoardServer board = open(false);
                Hearing hearing = new Hearing(board)) {
            assertThat(hearing.next().path("whole").asBoolean()).isTrue();
            Files.writeString(one.resolve("metrics.jsonl"), ExampleRuns.metrics(11, 20), StandardOpenOption.APPEND);
            JsonNode news = hearing.next();
            while (news.path("runs").isEmpty()) {
                news = hearing.next();
            }
            assertThat(news.path("whole").asBoolean()).isFalse();
            assertThat(news.path("runs")).hasSize(1);
            assertThat(news.path("runs").get(0).path("name").asString()).isEqualTo("one");
            assertThat(news.path("runs").get(0).path("step").asInt()).isEqualTo(11);
        }
    }

    @Test
    void seesAProcessAtWorkAndTheTimeItHasLeft() throws Exception {
        Path live = folder.resolve("live");
        Process process = ExampleRuns.Live.start(live);
        try {
            while (!Files.exists(live.resolve("rollouts.jsonl"))) {
                Thread.sleep(20);
            }
            try (BoardServer board = open(false)) {
                JsonNode run = runs(board).get("live");
                assertThat(run.path("status").asString()).isEqualTo("running");
                // By the clock of the run itself: half a second a step.
                long left = 100_000 - run.path("step").asLong();
                assertThat(run.path("left").asDouble()).isEqualTo(left / 2.0);
                JsonNode details = get(board, "run?run=" + run.path("id").asString());
                assertThat(details.path("samples").get(0).path("text").asString())
                        .contains(ExampleRuns.HOSTILE);
                assertThat(details.path("left_out").path("").path("too_long").asInt())
                        .isEqualTo(2);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (BoardServer board = open(false)) {
            assertThat(runs(board).get("live").path("status").asString()).isEqualTo("stopped");
        }
    }

    @Test
    void givesCurvesThinnedAndSmoothed() throws IOException, InterruptedException {
        ExampleRuns.training(folder.resolve("dpo"), "dpo", 5000, 5000);
        try (BoardServer board = open(false)) {
            String id = runs(board).get("dpo").path("id").asString();
            JsonNode given = get(board, "curves?run=" + id + "&points=200");
            JsonNode curves = given.path("curves");
            assertThat(given.path("main")).hasSize(3);
            assertThat(curves.propertyNames()).containsExactlyInAnyOrder("loss", "rewards/accuracies", "objective/kl");
            assertThat(curves.path("loss").path("x").size()).isBetween(150, 200);
            assertThat(curves.path("loss").path("x").get(0).asInt()).isEqualTo(1);
            assertThat(get(board, "curves?run=" + id + "&part=all")
                            .path("curves")
                            .has("rewards/accuracies/a>b"))
                    .isTrue();
            JsonNode minutes = get(board, "curves?run=" + id + "&x=minutes&smooth=20");
            JsonNode x = minutes.path("curves").path("loss").path("x");
            assertThat(x.get(x.size() - 1).asDouble()).isEqualTo(41.667);
            assertThat(get(board, "curves?run=" + id + "&points=abc")
                            .path("fault")
                            .asString())
                    .isEqualTo("points is a whole number from 16 to 4000");
            assertThat(get(board, "curves?run=../../etc").path("fault").asString())
                    .isEqualTo("this run is there no more");
        }
    }

    @Test
    void showsASettingsNumberAndTextAsTheyAre() throws IOException, InterruptedException {
        ExampleRuns.training(folder.resolve("dpo"), "dpo", 5, 5);
        try (BoardServer board = open(false)) {
            JsonNode run =
                    get(board, "run?run=" + runs(board).get("dpo").path("id").asString());
            assertThat(run.path("settings").path("model").asString()).isEqualTo(ExampleRuns.HOSTILE);
            assertThat(run.path("settings").path("lr").asDouble()).isEqualTo(5e-7);
            assertThat(run.path("samples")).isEmpty();
        }
    }

    @Test
    void isForWhoeverHasTheWholeAddressOnThisMachineAndNobodyElse() throws IOException, InterruptedException {
        try (BoardServer board = open(true)) {
            URI whole = URI.create(board.url());
            HttpResponse<String> page =
                    http.send(HttpRequest.newBuilder(whole).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy ->
                            assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
            for (String path : List.of("/", "/about", "/x/about", "/" + "A".repeat(24) + "/about")) {
                HttpResponse<String> other = http.send(
                        HttpRequest.newBuilder(whole.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(other.statusCode()).as(path).isEqualTo(403);
                assertThat(other.body()).contains("open the whole address that the command printed");
            }
            HttpRequest foreign = HttpRequest.newBuilder(whole.resolve("about"))
                    .header("Origin", "http://evil.example")
                    .build();
            assertThat(http.send(foreign, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(403);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), whole.getPort())) {
                OutputStream out = socket.getOutputStream();
                out.write(("GET " + whole.getPath() + "about HTTP/1.1\r\nHost: evil.example:" + whole.getPort()
                                + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 403");
            }
        }
    }

    @Test
    void changesNothingUnlessItMay() throws IOException, InterruptedException {
        ExampleRuns.training(folder.resolve("dpo"), "dpo", 5, 50);
        Files.writeString(folder.resolve("dpo/.lock"), ProcessHandle.current().pid() + "\n");
        ExampleRuns.recipe(folder.resolve("arms"));
        String json = "application/json";
        try (BoardServer board = open(false)) {
            String body = "{\"run\": \"" + runs(board).get("dpo").path("id").asString() + "\"}";
            assertThat(post(board, "stop", body, "Content-Type", json)).isEqualTo(404);
        }
        try (BoardServer board = open(true)) {
            Map<String, JsonNode> runs = runs(board);
            String body = "{\"run\": \"" + runs.get("dpo").path("id").asString() + "\"}";
            assertThat(post(board, "stop", body)).isEqualTo(415);
            assertThat(post(board, "stop", body, "Content-Type", json, "Origin", "http://evil.example"))
                    .isEqualTo(403);
            assertThat(post(board, "stop", "{", "Content-Type", json)).isEqualTo(400);
            // A file that names a process which does not hold the folder stops nobody.
            assertThat(post(board, "stop", body, "Content-Type", json)).isEqualTo(409);
            assertThat(post(board, "go-on", body, "Content-Type", json)).isEqualTo(409);
            String arm = "{\"run\": \"" + runs.get("train/sft").path("id").asString() + "\"}";
            assertThat(post(board, "stop", arm, "Content-Type", json)).isEqualTo(409);
            HttpRequest looked =
                    HttpRequest.newBuilder(URI.create(board.url() + "stop")).build();
            assertThat(http.send(looked, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void refusesWhatIsNoFolder() {
        assertThatThrownBy(() -> new BoardSettings(List.of(folder.resolve("none")), 0, false))
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("none") + " is not a folder; give folders below which runs are or will be");
    }
}
