package org.counterpoint.store.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Asks the hub: one question, one answer, without patience. Redirects are followed by hand, the token never along. */
final class HubClient {

    private static final int MOST_REDIRECTS = 5;
    private static final long LARGEST_LISTING = 64L << 20;

    private final HubEndpoint endpoint;
    private final Duration silence;
    private final HttpClient http;

    /** @param silence after how long without a byte a connection is given up */
    HubClient(HubEndpoint endpoint, Duration silence) {
        this.endpoint = endpoint;
        this.silence = silence;
        this.http = HttpClient.newBuilder()
                .connectTimeout(silence)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(endpoint.proxies())
                .build();
    }

    HubListing listing(HubName name) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        HttpResponse<Long> response = get(
                endpoint.listing(name),
                -1,
                json::reset,
                (status, came) -> new BodySink(Channels.newChannel(json), LARGEST_LISTING, came));
        HubFaults.require(name, null, response);
        return HubListing.parse(name, json.toByteArray());
    }

    /** What the hub says of a file without sending it. */
    HubFile describe(HubName name, String commit, String path) throws IOException {
        URI place = endpoint.file(name, commit, path);
        URI at = place;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpRequest.Builder request = request(at).method("HEAD", HttpRequest.BodyPublishers.noBody());
            HttpResponse<Void> response =
                    await(http.sendAsync(request.build(), info -> BodySubscribers.discarding()), new AtomicLong());
            String tag = response.headers()
                    .firstValue("x-linked-etag")
                    .or(() -> response.headers().firstValue("etag"))
                    .orElse("");
            String to = response.headers().firstValue("location").orElse("");
            // A redirect within the hub is a repository's new name; one to elsewhere is where large files lie.
            if (isRedirect(response) && tag.isEmpty() && !to.isEmpty()) {
                at = next(at, to);
                continue;
            }
            if (!isRedirect(response)) {
                HubFaults.require(name, path, response);
            }
            ContentHash hash = ContentHash.ofTag(tag)
                    .orElseThrow(() -> HubException.failed("the hub names no hash of " + path + " of " + name
                            + ", so that it could not be checked: is HF_ENDPOINT a hub?"));
            long size = response.headers().firstValueAsLong("x-linked-size").orElseGet(() -> response.headers()
                    .firstValueAsLong("content-length")
                    .orElse(-1));
            if (size < 0) {
                throw HubException.failed("the hub does not say how large " + path + " of " + name + " is");
            }
            return new HubFile(path, hash, size, place);
        }
        throw new IOException("too many redirects");
    }

    /**
     * Puts a file's bytes behind those that are there already, or where the server sends everything, in their place.
     *
     * @param came hears how many bytes are there now
     */
    void fetch(HubName name, HubFile file, FileChannel into, LongConsumer came) throws IOException {
        long[] there = {into.size()};
        into.position(there[0]);
        HttpResponse<Long> response = get(file.place(), there[0], () -> {}, (start, seen) -> {
            if (start != there[0]) {
                into.truncate(0);
                there[0] = 0;
            }
            return new BodySink(into, file.size() - there[0], bytes -> {
                there[0] += bytes;
                seen.accept(bytes);
                came.accept(there[0]);
            });
        });
        HubFaults.require(name, file.path(), response);
    }

    /** Where a body goes. */
    @FunctionalInterface
    private interface Target {
        /** @param start the place in the whole of the first byte that comes */
        BodySink open(long start, LongConsumer came) throws IOException;
    }

    /** @param from the first byte that is wanted; 0 or less for all */
    private HttpResponse<Long> get(URI first, long from, Runnable again, Target target) throws IOException {
        URI at = first;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            again.run();
            HttpRequest.Builder request = request(at).GET();
            if (from > 0) {
                request.header("Range", "bytes=" + from + "-");
            }
            AtomicLong seen = new AtomicLong();
            BodyHandler<Long> handler = info -> {
                int status = info.statusCode();
                if (status != 200 && status != 206) {
                    return BodySubscribers.replacing(0L);
                }
                try {
                    long start = status == 206 ? ContentRange.start(info.headers()) : 0;
                    if (start != 0 && start != from) {
                        return failing(new IOException("the server sent another part than was asked for"));
                    }
                    return target.open(start, seen::addAndGet);
                } catch (IOException e) {
                    return failing(e);
                }
            };
            HttpResponse<Long> response = await(http.sendAsync(request.build(), handler), seen);
            String to = response.headers().firstValue("location").orElse("");
            if (!isRedirect(response) || to.isEmpty()) {
                return response;
            }
            at = next(at, to);
        }
        throw new IOException("too many redirects");
    }

    private static HttpResponse.BodySubscriber<Long> failing(IOException why) {
        return BodySubscribers.mapping(BodySubscribers.discarding(), nothing -> {
            throw new java.io.UncheckedIOException(why);
        });
    }

    private HttpRequest.Builder request(URI at) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(at).header("User-Agent", "counterpoint").header("Accept-Encoding", "identity");
        if (endpoint.token() != null && endpoint.isAt(at)) {
            request.header("Authorization", "Bearer " + endpoint.token());
        }
        return request;
    }

    private static boolean isRedirect(HttpResponse<?> response) {
        return response.statusCode() >= 300 && response.statusCode() < 400;
    }

    private static URI next(URI at, String location) throws IOException {
        try {
            URI to = at.resolve(location);
            boolean worse = "https".equalsIgnoreCase(at.getScheme()) && !"https".equalsIgnoreCase(to.getScheme());
            if (worse || to.getHost() == null) {
                throw new IOException("the server sends on to a place that is not followed (" + to.getScheme() + ")");
            }
            return to;
        } catch (IllegalArgumentException e) {
            throw new IOException("the server sends on to what is no address", e);
        }
    }

    /** As long as bytes come; a connection that is silent for too long is given up. */
    private <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> answer, AtomicLong seen) throws IOException {
        while (true) {
            long before = seen.get();
            try {
                return answer.get(silence.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (seen.get() == before) {
                    answer.cancel(true);
                    throw new IOException("nothing came for " + silence.toMillis() / 1000.0 + " s", e);
                }
            } catch (InterruptedException e) {
                answer.cancel(true);
                Thread.currentThread().interrupt();
                throw HubException.failed("interrupted; the same command goes on where it stood");
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException io ? io : new IOException(String.valueOf(e.getCause()), e);
            }
        }
    }
}
