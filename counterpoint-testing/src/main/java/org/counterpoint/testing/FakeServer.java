package org.counterpoint.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat completions server on this machine that answers as the test tells it, down to the bytes: it can drop a
 * connection, cut a body short, drip, and say what no server should. It takes down every question.
 */
public final class FakeServer implements AutoCloseable {

    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-server");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Question> questions = new CopyOnWriteArrayList<>();
    private final Function<Question, Answer> script;

    /**
     * What was asked.
     *
     * @param number of the question at this server, from 0
     * @param headers by lower-case name
     */
    public record Question(int number, String path, Map<String, String> headers, String body, long nanoTime) {

        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        /** The last message's content. */
        public String text() {
            JsonNode messages = json().path("messages");
            return messages.path(messages.size() - 1).path("content").asString("");
        }
    }

    /** Writes whatever it wants; the connection is closed behind it. */
    @FunctionalInterface
    public interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private FakeServer(ServerSocket socket, Function<Question, Answer> script) {
        this.socket = socket;
        this.script = script;
    }

    /** Starts at a free port of the loopback device. The script is called by several threads. */
    public static FakeServer start(Function<Question, Answer> script) {
        try {
            FakeServer server = new FakeServer(new ServerSocket(0, 512, InetAddress.getLoopbackAddress()), script);
            server.threads.execute(server::serve);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server that gives every question back as its answer. */
    public static FakeServer echo() {
        return start(question -> text(question.text()));
    }

    /** The API's URL, to which the client adds its path. */
    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    /** Every question so far, answered or not. */
    public List<Question> questions() {
        return List.copyOf(questions);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                threads.execute(() -> answer(connection));
            } catch (IOException e) {
                return; // Closed.
            }
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            Question question = read(new BufferedInputStream(connection.getInputStream()));
            OutputStream out = connection.getOutputStream();
            script.apply(question).write(out);
            out.flush();
        } catch (IOException e) {
            // The client went away, as some tests want it to.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Question read(InputStream in) throws IOException {
        String start = line(in);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        synchronized (questions) {
            Question question = new Question(
                    questions.size(),
                    start.split(" ")[1],
                    headers,
                    new String(body, StandardCharsets.UTF_8),
                    System.nanoTime());
            questions.add(question);
            return question;
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the client went away");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    /** A whole, good answer with this text; it reports 10 tokens in and 5 out. */
    public static Answer text(String text) {
        return json(completion(text).toString());
    }

    /** A good answer's body, to be spoilt. */
    public static ObjectNode completion(String text) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("object", "chat.completion").put("model", "fake-1");
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", text);
        choice.put("finish_reason", "stop");
        body.putObject("usage").put("prompt_tokens", 10).put("completion_tokens", 5);
        return body;
    }

    /** Status 200 with this body. */
    public static Answer json(String body) {
        return status(200, body, "Content-Type: application/json");
    }

    /** @param headers each as {@code Name: value} */
    public static Answer status(int status, String body, String... headers) {
        return bytes(status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** @param headers each as {@code Name: value} */
    public static Answer bytes(int status, byte[] body, String... headers) {
        return out -> {
            out.write(head(status, body.length, headers));
            out.write(body);
        };
    }

    /** The connection is closed without a word. */
    public static Answer dropped() {
        return out -> {};
    }

    /** The body ends before the length that was announced. */
    public static Answer torn(String body) {
        byte[] whole = body.getBytes(StandardCharsets.UTF_8);
        return out -> {
            out.write(head(200, whole.length, "Content-Type: application/json"));
            out.write(whole, 0, whole.length / 2);
        };
    }

    /** A good beginning, and then a byte now and then without end. */
    public static Answer dripping() {
        return out -> {
            out.write(head(200, 1_000_000, "Content-Type: application/json"));
            for (int i = 0; i < 1_000_000; i++) {
                out.write(' ');
                out.flush();
                Thread.sleep(20);
            }
        };
    }

    /** A head with the status and headers given, and no more than these where the length is negative. */
    public static byte[] head(int status, long length, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\nConnection: close\r\n");
        if (length >= 0) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
