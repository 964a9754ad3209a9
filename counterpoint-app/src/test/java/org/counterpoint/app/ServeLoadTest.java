package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.counterpoint.engine.Precision;
import org.counterpoint.serve.ModelServer;
import org.counterpoint.serve.ServeSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight clients at once, who ask all kinds of things, send what is no request and leave in the middle: every answer is that
 * of one client alone, and nothing is held that was let go. {@code -Dcounterpoint.load.seconds=3600} makes it an hour;
 * {@code -Dcounterpoint.load.model=DIR} asks another model than a tiny one.
 */
@Tag("slow")
class ServeLoadTest {

    private static final int CLIENTS = 8;
    private static final int SECONDS = Integer.getInteger("counterpoint.load.seconds", 20);

    /** The kinds that {@link #ask} knows by number; drawn below {@link #OFTEN}, where most are plain questions. */
    private static final int HUGE = 4;

    private static final int KINDS = 6;
    private static final int OFTEN = 20;

    private static final int MEBIBYTE = 1 << 20;

    /** What changes from one reply to the next of the same request. */
    private static final Pattern PASSING = Pattern.compile("\"id\":\"[^\"]*\"|\"created\":\\d+");

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Integer> seen = new TreeMap<>();

    private record Asked(String path, String body) {}

    private record Held(long heap, long resident, long files, int threads) {

        private static Held now() throws IOException {
            for (int i = 0; i < 3; i++) { // objects with cleaners go in the second round
                System.gc();
            }
            String status = Files.readString(Path.of("/proc/self/status"));
            long resident = status.lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
            return new Held(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEBIBYTE,
                    resident / 1024,
                    ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                            .getOpenFileDescriptorCount(),
                    ManagementFactory.getThreadMXBean().getThreadCount());
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void mixedLoadGivesTheAnswersOfOneClientAloneAndHoldsNothing() throws Exception {
        String given = System.getProperty("counterpoint.load.model");
        Path model = given == null ? TinyModels.make(folder, 7) : Path.of(given);
        Map<String, Path> models = Map.of("mine", model, "reward", TinyModels.makeReward(folder, 5));
        try (ModelServer server = ModelServer.start(new ServeSettings(
                models, null, "127.0.0.1", 0, null, Precision.FP32, null, 4, 5, 16, Duration.ofSeconds(5)))) {
            List<Asked> asked = questions();
            List<String> alone = new ArrayList<>();
            for (Asked one : asked) {
                HttpResponse<String> reply = post(server, one);
                assertThat(reply.statusCode()).as(one + ": " + reply.body()).isEqualTo(200);
                alone.add(lasting(reply.body()));
            }
            assertThat(alone.stream().distinct().count()).isEqualTo(asked.size());
            overflow(server);
            load(server, asked, alone, SECONDS / 4);
            Held warm = Held.now();
            load(server, asked, alone, SECONDS - SECONDS / 4);
            Held last = Held.now();
            System.out.println(SECONDS + " s of load: " + seen + "; after a quarter " + warm + ", at the end " + last);
            assertThat(last.heap).isLessThanOrEqualTo(warm.heap + 8);
            assertThat(last.files).isLessThanOrEqualTo(warm.files + 8);
            assertThat(last.threads).isLessThanOrEqualTo(warm.threads + 8);
            assertThat(figure(server, "counterpoint_rows_running")).isZero();
            assertThat(figure(server, "counterpoint_rows_waiting")).isZero();
        }
        assertThat(seen).containsKeys("200", "400", "404", "413", "429", "left");
        assertThat(seen.keySet()).isSubsetOf("200", "400", "404", "413", "429", "left");
    }

    /** Requests of every kind, each different from the others. */
    private static List<Asked> questions() {
        List<Asked> asked = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String words = "go " + "x".repeat(1 + i) + " " + i;
            String draw = ",\"max_tokens\":" + (3 + i % 17) + ",\"temperature\":1.2,\"seed\":" + i;
            String chat = "{\"model\":\"mine\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]" + draw;
            String text = "{\"model\":\"mine\",\"prompt\":\"" + words + "\"" + draw;
            asked.add(
                    switch (i % 6) {
                        case 0 -> new Asked("/chat/completions", chat + "}");
                        case 1 ->
                            new Asked("/chat/completions", chat + ",\"n\":2,\"logprobs\":true,\"top_logprobs\":3}");
                        case 2 -> new Asked("/chat/completions", chat + ",\"stream\":true}");
                        case 3 -> new Asked("/completions", text + ",\"echo\":true,\"logprobs\":2}");
                        case 4 -> new Asked("/completions", text + ",\"stream\":true,\"stop\":[\"q\"]}");
                        default ->
                            new Asked(
                                    "/score",
                                    "{\"model\":\"reward\",\"messages\":[{\"role\":\"user\",\"content\":\"go\"}],"
                                            + "\"responses\":[\"a\",\"" + words + "\"]}");
                    });
        }
        return asked;
    }

    private void load(ModelServer server, List<Asked> asked, List<String> alone, int seconds) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<CompletableFuture<Void>> running = Stream.iterate(1, i -> i + 1)
                    .limit(CLIENTS)
                    .map(seed -> CompletableFuture.runAsync(
                            () -> {
                                Random random = new Random(seed);
                                for (int kind = 0; kind < KINDS; kind++) { // each at least once, however slow it goes
                                    ask(server, asked, alone, random, kind);
                                }
                                while (System.nanoTime() < until) {
                                    ask(server, asked, alone, random, random.nextInt(OFTEN));
                                }
                            },
                            clients))
                    .toList();
            running.forEach(CompletableFuture::join);
        } finally {
            clients.shutdownNow();
        }
        while (figure(server, "counterpoint_rows_running") + figure(server, "counterpoint_rows_waiting") > 0) {
            Thread.sleep(20); // rows of clients that left
        }
    }

    /** More at once than rows and queue hold, again and again until one is turned away. */
    private void overflow(ModelServer server) {
        Asked longest = new Asked("/completions", "{\"model\":\"mine\",\"prompt\":\"go\",\"n\":4,\"max_tokens\":400}");
        while (!seen.containsKey("429")) {
            Stream.generate(() -> http.sendAsync(request(server, longest), HttpResponse.BodyHandlers.ofString()))
                    .limit(32)
                    .toList()
                    .forEach(reply -> expect(reply.join(), 200, 429));
        }
    }

    private void ask(ModelServer server, List<Asked> asked, List<String> alone, Random random, int kind) {
        int which = random.nextInt(asked.size());
        Asked one = asked.get(which);
        try {
            switch (kind) {
                case 0 -> expect(post(server, new Asked(one.path, "{\"model\":")), 400);
                case 1 -> expect(post(server, new Asked("/nothing", one.body)), 404);
                case 2 ->
                    expect(post(server, new Asked("/completions", one.body.replace("go", "go ".repeat(9000)))), 400);
                case 3 -> leave(server, one);
                case HUGE -> expect(post(server, new Asked(one.path, " ".repeat((8 << 20) + 1))), 413);
                default -> {
                    HttpResponse<String> reply = post(server, one);
                    expect(reply, 200, 429);
                    if (reply.statusCode() == 200) {
                        assertThat(lasting(reply.body())).isEqualTo(alone.get(which));
                    } else {
                        assertThat(reply.headers().firstValue("Retry-After")).isPresent();
                    }
                }
            }
        } catch (Exception e) {
            throw new AssertionError(one.toString(), e);
        }
    }

    private void expect(HttpResponse<String> reply, Integer... statuses) {
        assertThat(reply.statusCode()).as(reply.body()).isIn((Object[]) statuses);
        count("" + reply.statusCode());
    }

    private synchronized void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    /** A client that asks for a long answer and is gone after its first bytes, or before. */
    private void leave(ModelServer server, Asked one) throws IOException {
        String body = one.body.replaceFirst("\"max_tokens\":\\d+", "\"max_tokens\":400");
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(("POST /v1" + one.path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            if (body.length() % 2 == 0) {
                assertThat(socket.getInputStream().read()).isPositive();
            }
        }
        count("left");
    }

    private HttpResponse<String> post(ModelServer server, Asked one) throws IOException, InterruptedException {
        return http.send(request(server, one), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(ModelServer server, Asked one) {
        return HttpRequest.newBuilder(URI.create(server.url() + one.path))
                .POST(HttpRequest.BodyPublishers.ofString(one.body))
                .build();
    }

    /** A reply without what passes; of a stream the texts, joined, as it comes in other pieces. */
    private static String lasting(String reply) {
        if (!reply.contains("data: {")) {
            return PASSING.matcher(reply.strip()).replaceAll("");
        }
        return Pattern.compile("\"(?:content|text)\":(\"(?:[^\"\\\\]|\\\\.)*\")|\"finish_reason\":\"\\w+\"")
                .matcher(reply)
                .results()
                .map(piece -> Objects.requireNonNullElse(piece.group(1), piece.group()))
                .collect(Collectors.joining())
                .replace("\"\"", "");
    }

    private int figure(ModelServer server, String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url().replace("/v1", "/metrics")))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
