package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.Precision;
import org.counterpoint.serve.ModelServer;
import org.counterpoint.serve.ServeSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tiny model behind OpenAI's API, asked as clients ask. */
class ServeTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ASK = "\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"go %s\"}]";

    @TempDir
    static Path folder;

    private static ModelServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void serve() throws IOException {
        server = ModelServer.start(settings(
                Map.of("tiny", TinyModels.make(folder, 7), "reward", TinyModels.makeReward(folder, 5)), null, 4, 64));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ServeSettings settings(Map<String, Path> models, @Nullable String key, int rows, int queue) {
        return new ServeSettings(
                models, null, "127.0.0.1", 0, key, Precision.FP32, null, rows, queue, 16, Duration.ofSeconds(5));
    }

    private HttpResponse<String> post(ModelServer to, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(to.url() + path)).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode chat(String body) {
        HttpResponse<String> response = post(server, "/chat/completions", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static String drawn(int number) {
        return "{" + ASK.formatted("x".repeat(1 + number % 5)) + ",\"max_tokens\":" + (3 + number % 7)
                + ",\"temperature\":1.5,\"seed\":" + number + "}";
    }

    private static String text(JsonNode reply) {
        return reply.path("choices").path(0).path("message").path("content").stringValue();
    }

    @Test
    void anAnswerHasTheFormOfTheOriginal() {
        JsonNode reply =
                chat("{" + ASK.formatted("a") + ",\"max_tokens\":5,\"temperature\":0,\"n\":2,\"logprobs\":true,"
                        + "\"top_logprobs\":3,\"user\":\"me\"}");
        assertThat(reply.path("object").stringValue()).isEqualTo("chat.completion");
        assertThat(reply.path("model").stringValue()).isEqualTo("tiny");
        assertThat(reply.path("choices").size()).isEqualTo(2);
        JsonNode choice = reply.path("choices").path(1);
        assertThat(choice.path("index").intValue()).isEqualTo(1);
        assertThat(choice.path("message").path("role").stringValue()).isEqualTo("assistant");
        assertThat(choice.path("message").path("content"))
                .isEqualTo(reply.path("choices").path(0).path("message").path("content"));
        assertThat(choice.path("finish_reason").stringValue()).isIn("stop", "length");
        JsonNode place = choice.path("logprobs").path("content").path(0);
        assertThat(place.path("logprob").doubleValue()).isNegative();
        assertThat(place.path("top_logprobs").size()).isEqualTo(3);
        assertThat(place.path("top_logprobs").path(0).path("token")).isEqualTo(place.path("token"));
        JsonNode usage = reply.path("usage");
        assertThat(usage.path("total_tokens").intValue())
                .isEqualTo(usage.path("prompt_tokens").intValue()
                        + usage.path("completion_tokens").intValue());
    }

    @Test
    void answersAreThoseOfOneClientAlone() {
        List<String> alone = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            alone.add(text(chat(drawn(i))));
        }
        assertThat(alone.stream().distinct().count()).isGreaterThan(12);
        List<CompletableFuture<String>> together = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String body = drawn(i);
            together.add(CompletableFuture.supplyAsync(() -> text(chat(body))));
        }
        assertThat(together.stream().map(CompletableFuture::join).toList()).isEqualTo(alone);
    }

    private List<JsonNode> events(String path, String body) {
        HttpResponse<String> response = post(server, path, body);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> JSON.readTree(line.substring("data: ".length())))
                .collect(Collectors.toList());
    }

    @Test
    void aStreamIsTheSameAnswerInPieces() {
        String body = drawn(3).replace("\"max_tokens\":6", "\"max_tokens\":16");
        String whole = text(chat(body));
        List<JsonNode> events = events(
                "/chat/completions",
                body.replace("{\"model\"", "{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\""));
        assertThat(events.get(0)
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("role")
                        .stringValue())
                .isEqualTo("assistant");
        String streamed = events.stream()
                .map(event -> event.path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asString(""))
                .collect(Collectors.joining());
        assertThat(streamed).isEqualTo(whole);
        assertThat(events.get(events.size() - 1).path("choices").size()).isZero();
        assertThat(events.get(events.size() - 1)
                        .path("usage")
                        .path("completion_tokens")
                        .intValue())
                .isPositive();
        assertThat(events.get(events.size() - 2)
                        .path("choices")
                        .path(0)
                        .path("finish_reason")
                        .stringValue())
                .isIn("stop", "length");
    }

    @Test
    void aStopTextEndsTheAnswerBeforeItWholeAndStreamed() {
        String body = drawn(4).replaceFirst("\"max_tokens\":\\d+", "\"max_tokens\":16");
        String whole = text(chat(body));
        assertThat(whole.length()).isGreaterThan(6);
        String stop = whole.substring(3, 5);
        String expected = whole.substring(0, whole.indexOf(stop));
        String stopping = body.replace("{\"model\"", "{\"stop\":[" + JSON.writeValueAsString(stop) + "],\"model\"");
        JsonNode reply = chat(stopping);
        assertThat(text(reply)).isEqualTo(expected);
        assertThat(reply.path("choices").path(0).path("finish_reason").stringValue())
                .isEqualTo("stop");
        String streamed =
                events("/chat/completions", stopping.replace("{\"stop\"", "{\"stream\":true,\"stop\"")).stream()
                        .map(event -> event.path("choices")
                                .path(0)
                                .path("delta")
                                .path("content")
                                .asString(""))
                        .collect(Collectors.joining());
        assertThat(streamed).isEqualTo(expected);
    }

    /** What harnesses do to score a text: echo it with log-probabilities, and generate one token or none. */
    @Test
    void anEchoedPromptIsToldWithItsLogProbabilities() {
        String body =
                "{\"model\":\"tiny\",\"prompt\":[\"go a\",\"go bb\"],\"echo\":true,\"logprobs\":2,\"max_tokens\":%d,"
                        + "\"temperature\":0}";
        JsonNode none =
                JSON.readTree(post(server, "/completions", body.formatted(0)).body());
        JsonNode one =
                JSON.readTree(post(server, "/completions", body.formatted(1)).body());
        for (int i = 0; i < 2; i++) {
            JsonNode logprobs = none.path("choices").path(i).path("logprobs");
            int tokens = logprobs.path("tokens").size();
            assertThat(none.path("choices").path(i).path("text").stringValue()).isEqualTo(i == 0 ? "go a" : "go bb");
            assertThat(logprobs.path("token_logprobs").path(0).isNull()).isTrue();
            assertThat(logprobs.path("token_logprobs").path(tokens - 1).doubleValue())
                    .isNegative();
            assertThat(logprobs.path("top_logprobs").path(tokens - 1).size()).isEqualTo(2);
            JsonNode more = one.path("choices").path(i).path("logprobs");
            assertThat(more.path("token_logprobs").size()).isEqualTo(tokens + 1);
            for (int t = 0; t < tokens; t++) {
                assertThat(more.path("token_logprobs").path(t))
                        .isEqualTo(logprobs.path("token_logprobs").path(t));
            }
        }
    }

    @Test
    void aRewardModelGivesScores() {
        String body =
                "{\"model\":\"reward\",\"messages\":[{\"role\":\"user\",\"content\":\"go\"}],\"responses\":[\"a\",\"bb\"]}";
        JsonNode reply = JSON.readTree(post(server, "/score", body).body());
        assertThat(reply.path("data").size()).isEqualTo(2);
        assertThat(reply.path("data").path(0).path("score").doubleValue())
                .isNotEqualTo(reply.path("data").path(1).path("score").doubleValue());
        assertThat(post(server, "/score", body.replace("reward", "tiny")).body())
                .contains("'tiny' is a language model and gives no scores");
        assertThat(post(server, "/chat/completions", "{" + ASK.formatted("").replace("tiny", "reward") + "}")
                        .body())
                .contains("'reward' is a reward model; ask it at /v1/score");
    }

    @Test
    void modelsAreListed() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + "/models")).build();
        JsonNode list = JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        assertThat(list.path("data").valueStream().map(one -> one.path("id").stringValue()))
                .containsExactlyInAnyOrder("tiny", "reward");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"model":"tiny"                                         | 400 | We could not parse the JSON body
        []                                                      | 400 | the body must be a JSON object
        {"messages":[]}                                         | 400 | you must provide 'model', a string
        {"model":"other","messages":[]}                         | 404 | The model 'other' does not exist here; there are: tiny
        {"model":"tiny","messages":[]}                          | 400 | you must provide 'messages'
        {"model":"tiny","messages":[{"role":"tool","content":"x"}]} | 400 | the role must be system, developer, user or assistant
        {"model":"tiny","messages":[{"role":"user","content":7}]} | 400 | the content must be a text, or a list of parts
        {ASK,"temperature":3}                                   | 400 | 'temperature' must be a number from 0.0 to 2.0, not 3
        {ASK,"n":0}                                             | 400 | 'n' must be a whole number from 1 to 128, not 0
        {ASK,"max_tokens":"5"}                                  | 400 | 'max_tokens' must be a whole number
        {ASK,"top_logprobs":2}                                  | 400 | 'top_logprobs' needs 'logprobs' to be true
        {ASK,"max_token":5}                                     | 400 | Unrecognized request argument supplied: max_token
        {ASK,"presence_penalty":0.5}                            | 400 | 'presence_penalty' is not supported here; leave it out
        {ASK,"stop":[""]}                                       | 400 | 'stop' must be a text or a list of texts that are not empty
        """)
    void whatCannotBeDoneIsSaid(String body, int status, String words) {
        HttpResponse<String> response = post(server, "/chat/completions", body.replace("ASK", ASK.formatted("a")));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(JSON.readTree(response.body()).path("error").path("message").stringValue())
                .contains(words);
    }

    @Test
    void aPromptBeyondTheLengthAndAHugeBodyAreRefused() {
        HttpResponse<String> tooLong =
                post(server, "/completions", "{\"model\":\"tiny\",\"prompt\":\"" + "go ".repeat(5000) + "\"}");
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(tooLong.body()).path("error").path("code").stringValue())
                .isEqualTo("context_length_exceeded");
        assertThat(post(server, "/completions", " ".repeat((8 << 20) + 1)).statusCode())
                .isEqualTo(413);
        assertThat(post(server, "/nothing", "{}").statusCode()).isEqualTo(404);
    }

    private static String raw(ModelServer to, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", to.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anotherHostsNameAnotherOriginAndAWrongKeyAreTurnedAway() throws IOException {
        String get = "GET /v1/models HTTP/1.1\r\nConnection: close\r\nHost: %s\r\n%s\r\n";
        assertThat(raw(server, get.formatted("evil.example", ""))).startsWith("HTTP/1.1 403");
        String own = "127.0.0.1:" + server.port();
        assertThat(raw(server, get.formatted(own, "Origin: http://evil.example\r\n")))
                .startsWith("HTTP/1.1 403");
        assertThat(raw(server, get.formatted(own, "Origin: http://" + own + "\r\n")))
                .startsWith("HTTP/1.1 200");
        try (ModelServer guarded =
                ModelServer.start(settings(Map.of("tiny", folder.resolve("tiny")), "secret", 1, 1))) {
            assertThat(post(guarded, "/completions", "{}").statusCode()).isEqualTo(401);
            assertThat(post(guarded, "/completions", "{}", "Authorization", "Bearer wrong")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(post(
                                    guarded,
                                    "/completions",
                                    "{\"model\":\"tiny\",\"prompt\":\"go\"}",
                                    "Authorization",
                                    "Bearer secret")
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThatThrownBy(() -> new ServeSettings(
                        Map.of("tiny", folder), null, "0.0.0.0", 0, null, Precision.FP32, null, 1, 1, 1, Duration.ZERO))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--host 0.0.0.0 is open to others than this machine");
    }

    private int figure(ModelServer of, String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(of.url().replace("/v1", "/metrics")))
                .build();
        String text = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return text.lines()
                .filter(line -> line.startsWith(name))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private void await(ModelServer of, String figure, int value) throws Exception {
        while (figure(of, figure) != value) {
            Thread.sleep(5);
        }
    }

    /** Two answers without end: the model has room for millions of tokens, and its likeliest are never its end token. */
    private static Socket endless(ModelServer to, boolean stream) throws IOException {
        String body =
                "{\"model\":\"tiny\",\"prompt\":\"go\",\"max_tokens\":40000000,\"n\":2,\"temperature\":0,\"stream\":"
                        + stream + "}";
        Socket socket = new Socket("127.0.0.1", to.port());
        socket.getOutputStream()
                .write(("POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1:" + to.port() + "\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    @Test
    void aFullQueueTurnsAwayAndAClientThatVanishesMakesRoom() throws Exception {
        try (ModelServer small =
                ModelServer.start(settings(Map.of("tiny", TinyModels.makeEndless(folder, 7)), null, 2, 2))) {
            Socket running = endless(small, true);
            InputStream in = running.getInputStream();
            assertThat(in.read()).isPositive();
            Socket waiting = endless(small, false);
            await(small, "counterpoint_rows_waiting", 2);
            HttpResponse<String> third = post(small, "/completions", "{\"model\":\"tiny\",\"prompt\":\"go\"}");
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValue("Retry-After")).contains("1");
            assertThat(third.body()).contains("the queue is full");
            waiting.close();
            running.close();
            await(small, "counterpoint_rows_running", 0);
            assertThat(post(small, "/completions", "{\"model\":\"tiny\",\"prompt\":\"go\",\"max_tokens\":2}")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void ourOwnCollectAsksIt() throws IOException {
        Files.writeString(folder.resolve("prompts.jsonl"), "{\"instruction\":\"go a\"}\n{\"instruction\":\"go b\"}\n");
        Shell.Result result = Shell.run(
                "collect",
                "--data",
                folder.resolve("prompts.jsonl").toString(),
                "--model",
                "tiny",
                "--endpoint",
                server.url(),
                "--out",
                folder.resolve("answers.jsonl").toString(),
                "--max-new-tokens",
                "8",
                "--seed",
                "3",
                "--temperature",
                "1.5");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(Files.readAllLines(folder.resolve("answers.jsonl"))).hasSize(2);
    }
}
