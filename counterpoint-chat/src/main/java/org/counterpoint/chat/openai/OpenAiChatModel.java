package org.counterpoint.chat.openai;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatModel;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;

/** A model behind OpenAI's chat completions: vLLM, llama.cpp, Ollama and the services speak it. */
public final class OpenAiChatModel implements ChatModel {

    /** Of an answer, unpacked; logprobs make them long. */
    private static final int LONGEST_BODY = 32 << 20;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Endpoint endpoint;
    private final Duration timeout;
    private final int longestBody;
    private final HttpClient client;

    /** What the server calls the longest answer, by all that it has said so far. */
    private volatile String limitName;

    public OpenAiChatModel(Endpoint endpoint) {
        this(endpoint, LONGEST_BODY);
    }

    /** @param longestBody in bytes */
    OpenAiChatModel(Endpoint endpoint, int longestBody) {
        this.endpoint = endpoint;
        this.longestBody = longestBody;
        this.timeout = endpoint.timeout();
        this.limitName = endpoint.limitName();
        // A redirect would carry the key to another place. HTTP/2 by upgrade confuses several servers.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout.compareTo(CONNECT_TIMEOUT) < 0 ? timeout : CONNECT_TIMEOUT)
                .build();
    }

    @Override
    public ChatReply reply(ChatRequest request) throws ChatException, InterruptedException {
        long start = System.nanoTime();
        try {
            String asked = limitName;
            HttpResponse<byte[]> response = send(request, asked);
            byte[] body = unpacked(response);
            String other = response.statusCode() == 400 ? ErrorWords.otherLimitName(body, asked) : null;
            if (other != null) {
                response = send(request, other);
                body = unpacked(response);
                limitName = response.statusCode() == 200 ? other : asked;
            }
            if (response.statusCode() != 200) {
                throw HttpFailures.status(response, body, Instant.now());
            }
            return clean(ReplyParser.parse(body, Duration.ofNanos(System.nanoTime() - start)));
        } catch (ChatException e) {
            throw clean(e);
        }
    }

    private HttpResponse<byte[]> send(ChatRequest request, String limit) throws ChatException, InterruptedException {
        HttpRequest.Builder http = HttpRequest.newBuilder(endpoint.completions())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(RequestBody.of(request, endpoint.model(), limit)));
        ApiKey key = endpoint.key();
        if (key != null) {
            http.header("Authorization", key.header());
        }
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(http.build(), info -> new BoundedBody(longestBody));
        try {
            // The client's own timeout ends with the headers: a body that drips would escape it.
            return response.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw HttpFailures.timeout(timeout);
        } catch (ExecutionException e) {
            throw HttpFailures.broken(e.getCause() == null ? e : e.getCause(), endpoint.shown(), timeout);
        } finally {
            response.cancel(true);
        }
    }

    /** We ask for no compression; some servers compress all the same. */
    private byte[] unpacked(HttpResponse<byte[]> response) throws ChatException {
        String encoding = response.headers()
                .firstValue("content-encoding")
                .orElse("identity")
                .strip()
                .toLowerCase(Locale.ROOT);
        if (encoding.equals("identity") || encoding.isEmpty()) {
            return response.body();
        }
        if (!encoding.equals("gzip") && !encoding.equals("x-gzip")) {
            throw new ChatException("bad_reply", "the server's answer is packed in a way nobody asked for", true, null);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            byte[] body = in.readNBytes(longestBody + 1);
            if (body.length > longestBody) {
                throw HttpFailures.tooLong(new BoundedBody.TooLong(longestBody));
            }
            return body;
        } catch (IOException e) {
            throw new ChatException("bad_reply", "the server's packed answer is damaged or was cut short", true, null);
        }
    }

    /** A server may send the key back in anything that it says. */
    private ChatReply clean(ChatReply reply) {
        ApiKey key = endpoint.key();
        if (key == null) {
            return reply;
        }
        return new ChatReply(
                key.redactAnswer(reply.text()),
                reply.thought() == null ? null : key.redactAnswer(reply.thought()),
                reply.model() == null ? null : key.redact(reply.model()),
                reply.finish() == null ? null : key.redact(reply.finish()),
                reply.usage(),
                reply.latency(),
                reply.tokens());
    }

    private ChatException clean(ChatException failure) {
        String words = String.valueOf(failure.getMessage());
        ApiKey key = endpoint.key();
        return new ChatException(
                failure.reason(),
                ErrorWords.shorten(key == null ? words : key.redact(words)),
                failure.worthAnotherTry(),
                failure.retryAfter(),
                failure.usage());
    }

    @Override
    public void close() {
        // The client's threads end when it is no longer reached.
    }
}
