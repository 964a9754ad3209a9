package org.counterpoint.serve.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.counterpoint.data.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves a page to the person at this machine and to nobody else: at the loopback address, under this machine's names,
 * to no page of another origin, and below an address that nobody can guess.
 */
public final class PageServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LARGEST_POST = 1 << 16;
    private static final int MOST_STREAMS = 32;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int TOKEN_BYTES = 18;
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final HttpServer server;
    private final Map<String, Route> routes;
    private final LocalNames names;
    private final String token;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "page");
        thread.setDaemon(true);
        return thread;
    });
    private final Semaphore streams = new Semaphore(MOST_STREAMS);
    private final Set<Thread> listening = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    private PageServer(HttpServer server, Map<String, Route> routes) {
        this.server = server;
        this.routes = Map.copyOf(routes);
        this.names = new LocalNames(server.getAddress().getPort());
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /**
     * @param port 0 for any that is free
     * @param routes by name; the empty name is the page itself
     * @throws InputException where the port is taken
     */
    public static PageServer open(int port, Map<String, Route> routes) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
            PageServer server = new PageServer(http, routes);
            http.setExecutor(server.threads);
            http.createContext("/", server::serve);
            http.start();
            return server;
        } catch (IOException e) {
            throw new InputException(
                    "the page cannot be served on port " + port + ": " + e.getMessage()
                            + "; give another --port, or 0 for any that is free",
                    e);
        }
    }

    /** The page's address; whoever knows it may see the page. */
    public String url() {
        return "http://127.0.0.1:" + names.port() + "/" + token + "/";
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            try {
                answer(exchange);
            } catch (PageError e) {
                send(exchange, e.status(), JSON.createObjectNode().put("fault", e.getMessage()));
            } catch (RuntimeException e) {
                send(exchange, 500, JSON.createObjectNode().put("fault", "the page's server failed: " + e));
            }
        } catch (IOException e) {
            // The browser has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws PageError, IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_POST + 1);
        String name = allowed(exchange);
        Route route = routes.get(name);
        String method = exchange.getRequestMethod();
        if (route == null) {
            throw new PageError(404, "nothing is here");
        }
        if (!method.equals(route instanceof Route.Post ? "POST" : "GET")) {
            throw new PageError(405, "this is not asked for by " + method);
        }
        if (route instanceof Route.Asset asset) {
            send(exchange, 200, asset.type(), asset.content().getBytes(StandardCharsets.UTF_8));
        } else if (route instanceof Route.Get get) {
            send(
                    exchange,
                    200,
                    get.answer().to(Query.of(exchange.getRequestURI().getRawQuery())));
        } else if (route instanceof Route.Post post) {
            send(exchange, 200, post.act().on(json(exchange, body)));
        } else if (route instanceof Route.Events events) {
            stream(exchange, events.feed());
        }
    }

    /** The name of what is asked for, behind the token. */
    private String allowed(HttpExchange exchange) throws PageError {
        Headers headers = exchange.getRequestHeaders();
        String host = headers.getFirst("Host");
        if (host == null
                || !names.isOwn(host)
                || !LocalNames.sameOrigin(headers.getFirst("Origin"), host)
                || !exchange.getRemoteAddress().getAddress().isLoopbackAddress()) {
            throw new PageError(403, "this page is for this machine only");
        }
        String path = exchange.getRequestURI().getPath();
        int slash = path.indexOf('/', 1);
        String given = slash < 0 ? "" : path.substring(1, slash);
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.US_ASCII))) {
            throw new PageError(403, "open the whole address that the command printed");
        }
        return path.substring(slash + 1);
    }

    private static JsonNode json(HttpExchange exchange, byte[] body) throws PageError {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!type.equals("application/json")) {
            throw new PageError(415, "this takes application/json");
        }
        if (body.length > LARGEST_POST) {
            throw new PageError(413, "this is larger than " + (LARGEST_POST >> 10) + " KiB");
        }
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new PageError(400, "this is no JSON: " + e.getOriginalMessage());
        }
    }

    private void stream(HttpExchange exchange, Route.Feed feed) throws PageError, IOException, InterruptedException {
        if (!streams.tryAcquire()) {
            throw new PageError(503, "the page is open " + MOST_STREAMS + " times; close one of them");
        }
        listening.add(Thread.currentThread());
        try {
            headers(exchange, "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            long seen = Route.News.NOTHING;
            while (!closing) {
                Optional<Route.News> news = feed.next(seen, HEARTBEAT);
                // A comment, by which a browser that has gone is noticed.
                String event = news.map(one -> "data: " + one.data() + "\n\n").orElse(":\n\n");
                seen = news.map(Route.News::revision).orElse(seen);
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } finally {
            listening.remove(Thread.currentThread());
            streams.release();
        }
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        send(exchange, status, "application/json", JSON.writeValueAsBytes(body));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        headers(exchange, type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void headers(HttpExchange exchange, String type) {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type + "; charset=utf-8");
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
    }

    /** Ends what pages listen to, and lets what they just asked for be answered. */
    @Override
    public void close() {
        closing = true;
        listening.forEach(Thread::interrupt);
        server.stop(1);
        threads.shutdownNow();
    }
}
