package org.counterpoint.answer.judge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatModel;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.data.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A person at a page of this machine's own, who reads two answers and presses 1, 2 or 0. */
public final class HumanInBrowser implements ChatModel {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LARGEST_POST = 1 << 10;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final OpenQuestion question = new OpenQuestion();
    private final LocalOnly guard;

    private HumanInBrowser(HttpServer server) {
        this.server = server;
        this.guard = new LocalOnly(server.getAddress().getPort());
    }

    /**
     * @param port 0 for any that is free
     * @throws InputException where the port is taken
     */
    public static HumanInBrowser open(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
            HumanInBrowser person = new HumanInBrowser(server);
            server.setExecutor(person.threads);
            server.createContext("/", person::serve);
            server.start();
            return person;
        } catch (IOException e) {
            throw new InputException(
                    "the page cannot be served on port " + port + ": " + e.getMessage()
                            + "; give another --port, or 0 for any that is free",
                    e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Override
    public ChatReply reply(ChatRequest request) throws ChatException, InterruptedException {
        return question.ask(ShownPair.of(request));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!guard.lets(exchange)) {
                send(
                        exchange,
                        403,
                        "text/plain",
                        "this page is for this machine only\n".getBytes(StandardCharsets.UTF_8));
                return;
            }
            String path =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            switch (path) {
                case "GET /" -> resource(exchange, "page.html", "text/html");
                case "GET /page.css" -> resource(exchange, "page.css", "text/css");
                case "GET /page.js" -> resource(exchange, "page.js", "text/javascript");
                case "GET /question" -> send(exchange, 200, "application/json", JSON.writeValueAsBytes(state()));
                case "POST /verdict" -> verdict(exchange);
                default -> send(exchange, 404, "text/plain", "not here\n".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private ObjectNode state() {
        OpenQuestion.Waiting waiting = question.waiting();
        ObjectNode state =
                JSON.createObjectNode().put("answered", question.answered()).put("left", question.hasLeft());
        if (waiting != null) {
            state.put("number", waiting.number())
                    .put("instruction", waiting.pair().instruction())
                    .put("first", waiting.pair().first())
                    .put("second", waiting.pair().second());
        }
        return state;
    }

    private void verdict(HttpExchange exchange) throws IOException {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_POST);
        boolean taken = false;
        // A form of another site's cannot send this type without being asked for leave first.
        if (type.equals("application/json")) {
            try {
                JsonNode json = JSON.readTree(body);
                String key = json.path("key").asString("");
                boolean known = Person.KEYS.contains(key) || key.equals("q");
                taken = known && question.answer(json.path("number").asInt(-1), key);
            } catch (JacksonException e) {
                taken = false;
            }
        }
        byte[] answer = JSON.writeValueAsBytes(JSON.createObjectNode().put("taken", taken));
        send(exchange, taken ? 200 : 409, "application/json", answer);
    }

    private static void resource(HttpExchange exchange, String name, String type) throws IOException {
        try (InputStream in = HumanInBrowser.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            send(exchange, 200, type, in.readAllBytes());
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type + "; charset=utf-8");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src"
                        + " 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(1);
        threads.shutdownNow();
    }
}
