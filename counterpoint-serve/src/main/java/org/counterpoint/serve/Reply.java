package org.counterpoint.serve;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.counterpoint.engine.text.TextCodec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the answers of a request to its client, whole or as they come. Where nothing was written for a second something
 * without meaning is, as only a write tells whether the client is still there; where it is not, the request leaves the
 * batch.
 */
final class Reply {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long LONGEST_SILENCE = TimeUnit.SECONDS.toNanos(1);

    private final HttpExchange exchange;
    private final Running running;
    private final ReplyJson json;
    private final ServeMetrics metrics;
    private final int rows;
    private final CompletionRequest request;
    private final int[] made;
    private boolean begun;
    private int ended;
    private long writtenAt = System.nanoTime();

    Reply(HttpExchange exchange, Running running, TextCodec codec, String id, long created, ServeMetrics metrics) {
        this.exchange = exchange;
        this.running = running;
        this.request = running.request();
        this.json = new ReplyJson(request, codec, id, created);
        this.metrics = metrics;
        this.rows = request.rows();
        this.made = new int[rows];
    }

    /**
     * Writes until all answers have ended.
     *
     * @throws ApiError where the model fails before anything was written
     * @throws IOException where the client has gone
     */
    void write() throws ApiError, IOException, InterruptedException {
        boolean whole = false;
        try {
            if (request.stream()) {
                stream();
            } else {
                whole();
            }
            whole = true;
        } finally {
            running.cancel();
            metrics.tokens(request.promptTokens(), total());
            if (!whole && begun) {
                metrics.vanished();
            }
        }
    }

    private long total() {
        long sum = 0;
        for (int one : made) {
            sum += one;
        }
        return sum;
    }

    private Running.Piece await(OutputStream out, byte[] nothing) throws IOException, InterruptedException, ApiError {
        while (true) {
            long silence = System.nanoTime() - writtenAt;
            if (silence >= LONGEST_SILENCE) {
                begin();
                write(out, nothing);
                silence = 0;
            }
            Running.Piece piece = running.next(LONGEST_SILENCE - silence);
            if (piece != null) {
                if (piece.failure() != null) {
                    throw ApiError.broken(piece.failure());
                }
                if (total() == 0) {
                    metrics.firstToken(System.nanoTime() - running.startedAt());
                }
                made[piece.row()] = piece.tokens();
                ended += piece.finish() == null ? 0 : 1;
                return piece;
            }
        }
    }

    private void write(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        writtenAt = System.nanoTime();
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            exchange.getResponseHeaders()
                    .set("Content-Type", request.stream() ? "text/event-stream; charset=utf-8" : "application/json");
            exchange.sendResponseHeaders(200, 0);
        }
    }

    private void whole() throws ApiError, IOException, InterruptedException {
        StringBuilder[] texts = new StringBuilder[rows];
        List<List<Running.Place>> places = new ArrayList<>();
        String[] finish = new String[rows];
        for (int row = 0; row < rows; row++) {
            texts[row] = new StringBuilder(request.echo() ? request.texts().get(row / request.samples()) : "");
            places.add(new ArrayList<>());
        }
        OutputStream out = exchange.getResponseBody();
        byte[] space = {' '};
        while (ended < rows) {
            Running.Piece piece = await(out, space);
            texts[piece.row()].append(piece.text());
            places.get(piece.row()).addAll(piece.places());
            finish[piece.row()] = piece.finish();
        }
        ObjectNode reply = json.envelope(false);
        ArrayNode choices = (ArrayNode) reply.path("choices");
        for (int row = 0; row < rows; row++) {
            choices.add(json.choice(row, texts[row].toString(), places.get(row), finish[row]));
        }
        reply.set("usage", json.usage(total()));
        begin();
        exchange.getResponseBody().write(JSON.writeValueAsBytes(reply));
        exchange.getResponseBody().close();
    }

    private void stream() throws ApiError, IOException, InterruptedException {
        boolean[] greeted = new boolean[rows];
        int[] offsets = new int[rows];
        byte[] comment = ": \n\n".getBytes(StandardCharsets.UTF_8);
        OutputStream out = exchange.getResponseBody();
        while (ended < rows) {
            Running.Piece piece = await(out, comment);
            int row = piece.row();
            begin();
            if (!greeted[row] && (request.chat() || request.echo())) {
                String text = request.echo() ? request.texts().get(row / request.samples()) : "";
                event(json.chunk(row, "assistant", new Running.Piece(row, text, 0, List.of(), null, null), 0));
            }
            greeted[row] = true;
            if (!piece.text().isEmpty() || !piece.places().isEmpty() || piece.finish() != null) {
                event(json.chunk(row, null, piece, offsets[row]));
                offsets[row] += piece.text().length();
            }
        }
        if (request.usage()) {
            ObjectNode last = json.envelope(true);
            last.set("usage", json.usage(total()));
            event(last);
        }
        out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        out.close();
    }

    private void event(ObjectNode chunk) throws IOException {
        write(
                exchange.getResponseBody(),
                ("data: " + JSON.writeValueAsString(chunk) + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the head was written, so that an error can no longer have a status of its own. */
    boolean hasBegun() {
        return begun;
    }
}
