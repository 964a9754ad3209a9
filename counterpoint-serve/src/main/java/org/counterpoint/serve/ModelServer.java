package org.counterpoint.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.model.SharedWeights;
import org.counterpoint.engine.weights.ModelFolder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Models of this machine behind OpenAI's API. */
public final class ModelServer implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LARGEST_BODY = 8 << 20;

    static {
        // The server's own names; a client's pieces would wait for one another, and a slow one would hold a thread for
        // good.
        property("sun.net.httpserver.nodelay", "true");
        property("sun.net.httpserver.maxReqTime", "60");
    }

    private final ServeSettings settings;
    private final Map<String, ServedModel> models = new LinkedHashMap<>();
    private final Map<String, ServedReward> rewards = new LinkedHashMap<>();
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServeMetrics metrics = new ServeMetrics();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicLong requests = new AtomicLong();
    private final long startedAt = Instant.now().getEpochSecond();
    private final AccessGate gate;
    private volatile boolean stopping;

    private static void property(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    private ModelServer(ServeSettings settings, HttpServer http) {
        this.settings = settings;
        this.http = http;
        this.gate = new AccessGate(settings.key(), ServeSettings.isLoopback(settings.host()), port());
    }

    /**
     * Loads the models, then listens.
     *
     * @throws InputException where the address cannot be listened at
     * @throws org.counterpoint.engine.ModelException where a folder cannot be used
     */
    public static ModelServer start(ServeSettings settings) {
        HttpServer http;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()), 0);
        } catch (IOException e) {
            throw new InputException(
                    "nobody can be served at " + settings.host() + ":" + settings.port() + ": " + e.getMessage()
                            + "; give another --port, or 0 for any that is free",
                    e);
        }
        ModelServer server = new ModelServer(settings, http);
        try (SharedWeights weights = new SharedWeights(settings.precision())) {
            settings.models().forEach((name, folder) -> server.load(name, folder, weights));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        http.setExecutor(server.threads);
        http.createContext("/", server::serve);
        http.start();
        return server;
    }

    private void load(String name, Path folder, SharedWeights weights) {
        boolean reward;
        try (ModelFolder files = ModelFolder.open(folder, settings.base())) {
            reward = files.config().labels() > 0;
        }
        if (reward) {
            rewards.put(name, ServedReward.open(folder, settings));
        } else {
            models.put(name, ServedModel.open(name, folder, settings, weights));
        }
    }

    /** What whoever started it should know of the models. */
    public List<String> notices() {
        List<String> notices = new ArrayList<>();
        models.forEach((name, model) -> model.slowness().ifPresent(why -> notices.add(name + " is " + why)));
        return notices;
    }

    public int port() {
        return http.getAddress().getPort();
    }

    /** The API's URL, as clients take it. */
    public String url() {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return "http://" + host + ":" + port() + "/v1";
    }

    private void serve(HttpExchange exchange) {
        active.incrementAndGet();
        try (exchange) {
            try {
                answer(exchange);
            } catch (ApiError e) {
                send(exchange, e.status(), e.toJson());
            } catch (RuntimeException e) {
                send(exchange, 500, ApiError.broken("the server failed: " + e).toJson());
            }
        } catch (IOException e) {
            // The client has gone; its rows have left the batch.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (active) {
                active.decrementAndGet();
                active.notifyAll();
            }
        }
    }

    private void answer(HttpExchange exchange) throws ApiError, IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        gate.check(exchange.getRequestHeaders());
        if (body.length > LARGEST_BODY) {
            throw new ApiError(
                    413,
                    "invalid_request_error",
                    "the body is larger than " + (LARGEST_BODY >> 20) + " MiB",
                    null,
                    null);
        }
        if (stopping) {
            throw new ApiError(503, "server_error", "the server is stopping", null, null);
        }
        String path =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        switch (path) {
            case "GET /v1/models" -> send(exchange, 200, list());
            case "GET /health" -> send(exchange, 200, JSON.createObjectNode().put("status", "ok"));
            case "GET /metrics" -> send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", figures());
            case "POST /v1/chat/completions" -> complete(exchange, json(body), true);
            case "POST /v1/completions" -> complete(exchange, json(body), false);
            case "POST /v1/score" -> score(exchange, json(body));
            default -> {
                if (path.startsWith("GET /v1/models/")) {
                    send(exchange, 200, described(path.substring("GET /v1/models/".length())));
                } else {
                    throw new ApiError(
                            404, "invalid_request_error", "Unknown request URL: " + path, null, "unknown_url");
                }
            }
        }
    }

    private static JsonNode json(byte[] body) throws ApiError {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw ApiError.invalid(null, "We could not parse the JSON body of your request: " + e.getOriginalMessage());
        }
    }

    private void complete(HttpExchange exchange, JsonNode body, boolean chat)
            throws ApiError, IOException, InterruptedException {
        String name = RequestReader.model(body);
        ServedModel model = models.get(name);
        if (model == null) {
            throw rewards.containsKey(name)
                    ? ApiError.invalid("model", "'" + name + "' is a reward model; ask it at /v1/score")
                    : ApiError.noModel(name, models.keySet());
        }
        CompletionRequest request =
                chat ? model.reader().chat(body) : model.reader().text(body);
        Running running = model.start(request);
        String id = Long.toHexString(startedAt) + "-" + requests.incrementAndGet();
        Reply reply =
                new Reply(exchange, running, model.codec(), id, Instant.now().getEpochSecond(), metrics);
        try {
            reply.write();
            metrics.answered(200);
        } catch (ApiError e) {
            if (!reply.hasBegun()) {
                throw e;
            }
            metrics.answered(e.status());
            exchange.getResponseBody()
                    .write((request.stream()
                                    ? "data: " + e.toJson() + "\n\n"
                                    : e.toJson().toString())
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    private void score(HttpExchange exchange, JsonNode body) throws ApiError, IOException {
        String name = RequestReader.model(body);
        ServedReward model = rewards.get(name);
        if (model == null) {
            throw models.containsKey(name)
                    ? ApiError.invalid("model", "'" + name + "' is a language model and gives no scores")
                    : ApiError.noModel(name, rewards.keySet());
        }
        send(exchange, 200, model.score(name, body));
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>(models.keySet());
        names.addAll(rewards.keySet());
        return names;
    }

    private ObjectNode list() {
        ObjectNode list = JSON.createObjectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        settings.models().keySet().forEach(name -> data.add(description(name)));
        return list;
    }

    private ObjectNode described(String name) throws ApiError {
        if (!settings.models().containsKey(name)) {
            throw ApiError.noModel(name, names());
        }
        return description(name);
    }

    private ObjectNode description(String name) {
        return JSON.createObjectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", startedAt)
                .put("owned_by", "counterpoint");
    }

    private byte[] figures() {
        Map<String, IntSupplier> running = new LinkedHashMap<>();
        Map<String, IntSupplier> waiting = new LinkedHashMap<>();
        models.forEach((name, model) -> {
            running.put(name, model::running);
            waiting.put(name, model::waiting);
        });
        return metrics.text(running, waiting).getBytes(StandardCharsets.UTF_8);
    }

    private void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        if (status == 429 || status == 503) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        send(exchange, status, "application/json", JSON.writeValueAsBytes(body));
    }

    private void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        metrics.answered(status);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Takes no more requests, lets those under way end within the grace, then frees the models. */
    @Override
    public void close() {
        stopping = true;
        synchronized (active) {
            long end = System.nanoTime() + settings.grace().toNanos();
            while (active.get() > 0 && System.nanoTime() < end) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(active, end - System.nanoTime());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    break;
                }
            }
        }
        http.stop(0);
        threads.shutdownNow();
        models.values().forEach(ServedModel::close);
        rewards.values().forEach(ServedReward::close);
    }
}
