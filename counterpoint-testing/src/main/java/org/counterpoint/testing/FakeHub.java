package org.counterpoint.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server on this machine that speaks the Hugging Face Hub's protocol, as far as its own Python client and we speak it:
 * a revision's files, what a file is by HEAD, and its bytes, large ones by a redirect to another host. It breaks as a
 * test tells it.
 */
public final class FakeHub implements AutoCloseable {

    private static final String FILES = "/(datasets/)?([^/]+/[^/]+)/resolve/([^/]+)/(.+)";
    private static final String LISTING = "/api/(models|datasets)/([^/]+/[^/]+)(?:/revision/([^/]+))?";
    private static final String TREE = "/api/(models|datasets)/([^/]+/[^/]+)/tree/([^/]+)";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Repository> repositories = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile int cutAfter;
    private volatile String token = "";
    private volatile UnaryOperator<byte[]> spoiler = UnaryOperator.identity();

    /** Revisions by their names, and the files of each commit. */
    private record Repository(Map<String, String> revisions, Map<String, Map<String, byte[]>> commits) {}

    private FakeHub(HttpServer server) {
        this.server = server;
    }

    /** Starts at a port of the loopback device; 0 for any that is free. */
    public static FakeHub start(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            FakeHub hub = new FakeHub(server);
            server.createContext("/", hub::answer);
            server.setExecutor(hub.threads);
            server.start();
            return hub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static FakeHub start() {
        return start(0);
    }

    /** For {@code HF_ENDPOINT}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Puts files up as a commit that these revisions point to from now on.
     *
     * @param repository such as {@code org/name}; of a data set {@code datasets/org/name}
     * @return the commit
     */
    public String put(String repository, Map<String, byte[]> files, String... revisions) {
        Map<String, byte[]> sorted = new TreeMap<>(files);
        StringBuilder content = new StringBuilder();
        sorted.forEach((path, bytes) -> content.append(path).append(git(bytes)));
        String commit = git(content.toString().getBytes(StandardCharsets.UTF_8));
        Repository stored = repositories.computeIfAbsent(
                repository, name -> new Repository(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));
        stored.commits().put(commit, sorted);
        for (String revision : revisions) {
            stored.revisions().put(revision, commit);
        }
        return commit;
    }

    /** The next bodies of large files end after so many bytes, the connection with them. */
    public void cut(int times, int after) {
        cutAfter = after;
        cuts.set(times);
    }

    /** The next requests are answered with 503. */
    public void busy(int times) {
        busy.set(times);
    }

    /** Whoever does not bring it is turned away. */
    public void requireToken(String wanted) {
        token = wanted;
    }

    /** What large files become on their way. */
    public void spoil(UnaryOperator<byte[]> change) {
        spoiler = change;
    }

    /** Every request: its method, path, range and whether a token came along. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            String auth = exchange.getRequestHeaders().getFirst("Authorization");
            String range = exchange.getRequestHeaders().getFirst("Range");
            asked.add(exchange.getRequestMethod() + " " + uri.getPath() + (range == null ? "" : " " + range)
                    + (auth == null ? "" : " token"));
            String path = uri.getRawPath();
            if (busy.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                exchange.sendResponseHeaders(503, -1);
            } else if (path.startsWith("/cdn/")) {
                large(exchange, path.substring("/cdn/".length()));
            } else if (!token.isEmpty() && !("Bearer " + token).equals(auth)) {
                refuse(exchange, 401, "GatedRepo");
            } else if (path.matches(LISTING)) {
                listing(exchange, path);
            } else if (path.matches(TREE)) {
                tree(exchange, path);
            } else if (path.matches(FILES)) {
                file(exchange, path);
            } else {
                refuse(exchange, 404, "RepoNotFound");
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().set("X-Error-Code", code);
        exchange.sendResponseHeaders(status, -1);
    }

    private void listing(HttpExchange exchange, String path) throws IOException {
        String kind = path.replaceFirst(LISTING, "$1");
        String name = path.replaceFirst(LISTING, "$2");
        String revision =
                path.matches("/api/(models|datasets)/[^/]+/[^/]+") ? "main" : path.replaceFirst(LISTING, "$3");
        Repository repository = repositories.get((kind.equals("datasets") ? "datasets/" : "") + name);
        String commit = repository == null ? null : commit(repository, revision);
        if (repository == null || commit == null) {
            refuse(exchange, 404, repository == null ? "RepoNotFound" : "RevisionNotFound");
            return;
        }
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("id", name).put("sha", commit).put("private", false).put("disabled", false);
        repository.commits().getOrDefault(commit, Map.of()).keySet().forEach(file -> body.withArray("siblings")
                .addObject()
                .put("rfilename", file));
        send(exchange, body.toString());
    }

    /** The listing that newer Python clients ask for beside the other. */
    private void tree(HttpExchange exchange, String path) throws IOException {
        String kind = path.replaceFirst(TREE, "$1");
        Repository repository =
                repositories.get((kind.equals("datasets") ? "datasets/" : "") + path.replaceFirst(TREE, "$2"));
        String commit = repository == null ? null : commit(repository, path.replaceFirst(TREE, "$3"));
        if (repository == null || commit == null) {
            refuse(exchange, 404, "RepoNotFound");
            return;
        }
        ArrayNode body = JsonMapper.shared().createArrayNode();
        repository.commits().getOrDefault(commit, Map.of()).forEach((file, bytes) -> {
            ObjectNode entry = body.addObject()
                    .put("type", "file")
                    .put("path", file)
                    .put("size", bytes.length)
                    .put("oid", git(bytes));
            if (isLarge(file)) {
                entry.putObject("lfs")
                        .put("oid", sha256(bytes))
                        .put("size", bytes.length)
                        .put("pointerSize", 130);
            }
        });
        send(exchange, body.toString());
    }

    private static boolean isLarge(String path) {
        return path.endsWith(".safetensors") || path.endsWith(".parquet");
    }

    private static void send(HttpExchange exchange, String body) throws IOException {
        byte[] json = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, json.length);
        exchange.getResponseBody().write(json);
    }

    private static @Nullable String commit(Repository repository, String revision) {
        String decoded = java.net.URLDecoder.decode(revision, StandardCharsets.UTF_8);
        return repository.commits().containsKey(decoded)
                ? decoded
                : repository.revisions().get(decoded);
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        boolean data = path.startsWith("/datasets/");
        Repository repository = repositories.get((data ? "datasets/" : "") + path.replaceFirst(FILES, "$2"));
        String commit = repository == null ? null : commit(repository, path.replaceFirst(FILES, "$3"));
        byte[] bytes = repository == null || commit == null
                ? null
                : repository.commits().getOrDefault(commit, Map.of()).get(path.replaceFirst(FILES, "$4"));
        if (bytes == null) {
            refuse(exchange, 404, "EntryNotFound");
            return;
        }
        exchange.getResponseHeaders().set("X-Repo-Commit", commit);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (isLarge(path)) {
            String hash = sha256(bytes);
            exchange.getResponseHeaders().set("X-Linked-Etag", '"' + hash + '"');
            exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(bytes.length));
            // By another name, so that it is another host, to which no token goes.
            exchange.getResponseHeaders().set("Location", url().replace("127.0.0.1", "localhost") + "/cdn/" + hash);
            exchange.sendResponseHeaders(302, -1);
            return;
        }
        exchange.getResponseHeaders().set("ETag", '"' + git(bytes) + '"');
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void large(HttpExchange exchange, String hash) throws IOException {
        byte[] whole = repositories.values().stream()
                .flatMap(repository -> repository.commits().values().stream())
                .flatMap(files -> files.values().stream())
                .filter(bytes -> sha256(bytes).equals(hash))
                .findFirst()
                .orElseThrow();
        byte[] sent = spoiler.apply(whole.clone());
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceFirst("bytes=(\\d+)-.*", "$1"));
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (sent.length - 1) + "/" + sent.length);
        }
        exchange.getResponseHeaders().set("ETag", '"' + hash + '"');
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(sent.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, sent.length - from);
        OutputStream out = exchange.getResponseBody();
        boolean cut = cuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        out.write(sent, from, cut ? Math.min(cutAfter, sent.length - from) : sent.length - from);
        out.flush();
    }

    /** Git's hash of a file's content. */
    public static String git(byte[] bytes) {
        byte[] head = ("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + bytes.length);
        System.arraycopy(bytes, 0, whole, head.length, bytes.length);
        return hex("SHA-1", whole);
    }

    public static String sha256(byte[] bytes) {
        return hex("SHA-256", bytes);
    }

    private static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
