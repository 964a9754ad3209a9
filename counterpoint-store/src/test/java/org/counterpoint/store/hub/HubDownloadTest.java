package org.counterpoint.store.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.counterpoint.store.FolderLock;
import org.counterpoint.testing.FakeHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is fetched, over a way that breaks, from a server on this machine. */
class HubDownloadTest {

    private static final byte[] WEIGHTS = random(300_000);

    @TempDir
    Path temp;

    private final FakeHub server = FakeHub.start();
    private final Map<String, String> environment = new HashMap<>();
    private String commit = "";

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    @BeforeEach
    void fill() {
        environment.put("HF_ENDPOINT", server.url() + "/");
        environment.put("HF_HOME", temp.toString());
        commit = server.put(
                "org/m",
                Map.of(
                        "config.json", text("{}"),
                        "model.safetensors", WEIGHTS,
                        "tokenizer.json", text("{\"version\": \"1.0\"}"),
                        "chat_template.jinja", text(""),
                        "README.md", text("# m"),
                        "modeling_m.py", text("raise"),
                        "pytorch_model.bin", text("pickle"),
                        "onnx/config.json", text("{}")),
                "main");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static HubName name(String text) {
        return HubName.read(HubKind.MODEL, text).orElseThrow();
    }

    private Path fetch(String name) {
        return new HubDownload(
                        HubCache.of(environment),
                        HubEndpoint.of(environment),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(1))
                .run(name(name), ModelFiles.WANTED, (done, total, file) -> {});
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsFetchedLiesAsInTheCacheOfOtherTools() throws IOException {
        Path snapshot = fetch("org/m");
        Path repository = temp.resolve("hub/models--org--m");
        assertThat(snapshot).isEqualTo(repository.resolve("snapshots").resolve(commit));
        assertThat(names(snapshot))
                .containsExactly("chat_template.jinja", "config.json", "model.safetensors", "tokenizer.json");
        assertThat(snapshot.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(Files.readSymbolicLink(snapshot.resolve("model.safetensors")))
                .hasToString("../../blobs/" + FakeHub.sha256(WEIGHTS));
        assertThat(Files.readSymbolicLink(snapshot.resolve("config.json")))
                .hasToString("../../blobs/" + FakeHub.git(text("{}")));
        assertThat(repository.resolve("refs/main")).hasContent(commit);
        assertThat(Hub.of(environment).find(name("org/m"))).isEqualTo(snapshot);

        int before = server.asked().size();
        assertThat(fetch("org/m")).isEqualTo(snapshot);
        assertThat(server.asked().subList(before, server.asked().size()))
                .containsExactly("GET /api/models/org/m/revision/main");
    }

    @Test
    void aNewCommitFetchesWhatChangedAlone() throws IOException {
        Path old = fetch("org/m");
        String next = server.put(
                "org/m", Map.of("config.json", text("{\"a\": 1}"), "model.safetensors", WEIGHTS), "main", "v2");
        int before = server.asked().size();
        Path snapshot = fetch("org/m");
        assertThat(snapshot).endsWith(Path.of(next)).isNotEqualTo(old);
        assertThat(server.asked().subList(before, server.asked().size()))
                .noneMatch(line -> line.startsWith("GET /cdn/"))
                .contains("GET /org/m/resolve/" + next + "/config.json");
        assertThat(fetch("org/m@v2")).isEqualTo(snapshot);
        assertThat(fetch("org/m@" + commit)).isEqualTo(old);
        assertThat(temp.resolve("hub/models--org--m/refs/" + commit)).doesNotExist();
    }

    @Test
    void aBrokenConnectionIsTakenUpWhereItBroke() throws IOException {
        server.cut(3, 70_000);
        List<Long> heard = new ArrayList<>();
        Path snapshot = new HubDownload(
                        HubCache.of(environment),
                        HubEndpoint.of(environment),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(1))
                .run(name("org/m"), ModelFiles.WANTED, (done, total, file) -> heard.add(done));
        assertThat(snapshot.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(server.asked().stream().filter(line -> line.startsWith("GET /cdn/")))
                .hasSizeGreaterThan(3)
                .anyMatch(line -> line.matches(".* bytes=[1-9]\\d*-"));
        assertThat(heard).isSorted();
    }

    @Test
    void anInterruptedDownloadIsNoModelAndGoesOn() throws IOException {
        Path blobs = Files.createDirectories(temp.resolve("hub/models--org--m/blobs"));
        Path part = blobs.resolve(FakeHub.sha256(WEIGHTS) + ".incomplete");
        Files.write(part, java.util.Arrays.copyOf(WEIGHTS, 123_456));
        assertThatThrownBy(() -> Hub.of(environment).find(name("org/m"))).hasMessageEndingWith("--download fetches it");
        assertThat(fetch("org/m").resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(server.asked()).contains("GET /cdn/" + FakeHub.sha256(WEIGHTS) + " bytes=123456-");
        assertThat(part).doesNotExist();
    }

    @Test
    void aWrongBeginningIsFetchedAnew() throws IOException {
        Path blobs = Files.createDirectories(temp.resolve("hub/models--org--m/blobs"));
        Files.write(blobs.resolve(FakeHub.sha256(WEIGHTS) + ".incomplete"), new byte[1000]);
        Files.write(blobs.resolve(FakeHub.git(text("{}")) + ".incomplete"), new byte[1000]);
        assertThat(fetch("org/m").resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void whatIsNotWhatTheHubSaysIsNotKept() throws IOException {
        server.spoil(bytes -> {
            bytes[7] ^= 1;
            return bytes;
        });
        byte[] changed = WEIGHTS.clone();
        changed[7] ^= 1;
        assertThatThrownBy(() -> fetch("org/m"))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.wayFailed()).isTrue())
                .hasMessageContaining("model.safetensors of org/m came whole twice and is not what the hub says: its"
                        + " SHA-256 is " + FakeHub.sha256(changed) + " and must be " + FakeHub.sha256(WEIGHTS));
        assertThat(names(temp.resolve("hub/models--org--m/blobs")))
                .noneMatch(file -> file.startsWith(FakeHub.sha256(WEIGHTS)));
        assertThat(temp.resolve("hub/models--org--m/refs")).doesNotExist();
    }

    @Test
    void aBrokenLinkIsMended() throws IOException {
        Path snapshot = fetch("org/m");
        Files.delete(temp.resolve("hub/models--org--m/blobs").resolve(FakeHub.sha256(WEIGHTS)));
        assertThatThrownBy(() -> Hub.of(environment).find(name("org/m"))).hasMessageContaining("is not whole");
        assertThat(fetch("org/m")).isEqualTo(snapshot);
        assertThat(snapshot.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void theTokenGoesToTheHubAlone() throws IOException {
        server.requireToken("hf_secret");
        assertThatThrownBy(() -> fetch("org/m"))
                .hasMessage(
                        "the model org/m is open only to those who accepted its conditions (HTTP 401)\n  accept them"
                                + " on its page, and set HF_TOKEN to a token of that account");
        Files.writeString(temp.resolve("token"), "hf_secret\n");
        fetch("org/m");
        assertThat(server.asked())
                .contains("GET /api/models/org/m/revision/main token", "GET /cdn/" + FakeHub.sha256(WEIGHTS));
    }

    @Test
    void whatTheHubDoesNotKnowIsSaid() {
        assertThatThrownBy(() -> fetch("org/none"))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.wayFailed()).isFalse())
                .hasMessage(
                        "the hub knows no model org/none, or does not show it (HTTP 404)\n  check the name; for what"
                                + " is private set HF_TOKEN to a token that may read it");
        assertThatThrownBy(() -> fetch("org/m@v9"))
                .hasMessage("the hub knows no revision v9 of the model org/m; check what stands behind the @");
        server.put("org/pickled", Map.of("config.json", text("{}"), "pytorch_model.bin", text("x")), "main");
        assertThatThrownBy(() -> fetch("org/pickled"))
                .hasMessageStartingWith("org/pickled cannot be used: its weights are no safetensors but pickles");
        server.put("org/packed", Map.of("m-q4.gguf", text("x")), "main");
        assertThatThrownBy(() -> fetch("org/packed")).hasMessageContaining("it holds GGUF files and no safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out.json", "/out.json", "a/../../out.json", "a\\out.json", "a//out.json", "C:out.json"})
    void aFileOutsideItsFolderIsRefused(String path) {
        server.put("org/bad", Map.of("model.safetensors", text("x"), path, text("x")), "main");
        assertThatThrownBy(() -> fetch("org/bad"))
                .hasMessage("the hub lists a file of org/bad that could lie outside its folder: '" + path
                        + "'; nothing was fetched");
    }

    @Test
    void aBusyHubIsAskedAgain() throws IOException {
        server.busy(3);
        assertThat(fetch("org/m").resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        server.busy(100);
        assertThatThrownBy(() -> fetch("org/m")).hasMessageContaining("cannot be reached for org/m: HTTP 503");
    }

    @Test
    void withoutANetworkTheMendIsSaid() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        environment.put("HF_ENDPOINT", "http://127.0.0.1:" + free);
        assertThatThrownBy(() -> fetch("org/m"))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.wayFailed()).isTrue())
                .hasMessage("the hub at http://127.0.0.1:" + free + " cannot be reached for org/m: the connection is"
                        + " refused\n  check the network, HTTPS_PROXY and HF_ENDPOINT, and give the command again: it"
                        + " goes on where it stood; without --download what the cache holds is used");
        environment.put("HF_HUB_OFFLINE", "1");
        assertThatThrownBy(() -> fetch("org/m")).hasMessageStartingWith("HF_HUB_OFFLINE is set");
    }

    @Test
    void aProxyIsGoneThrough() {
        environment.put("HF_ENDPOINT", "http://hub.invalid");
        environment.put("HTTP_PROXY", server.url());
        fetchFails("org/m"); // the large file's own host is not known; the rest came by the proxy
        assertThat(server.asked()).contains("GET /api/models/org/m/revision/main");
        environment.put("NO_PROXY", "localhost,.invalid");
        int before = server.asked().size();
        fetchFails("org/m");
        assertThat(server.asked()).hasSize(before);
        environment.put("HTTP_PROXY", "http://user:secret@proxy:1");
        assertThatThrownBy(() -> fetch("org/m"))
                .hasMessageContaining("asks for a password")
                .hasMessageNotContaining("secret");
    }

    private void fetchFails(String name) {
        try {
            fetch(name);
        } catch (HubException e) {
            assertThat(e).hasMessageContaining("cannot be reached");
        }
    }

    @Test
    void oneProcessFetchesAtATime() throws IOException {
        Path locks = Files.createDirectories(temp.resolve("hub/.locks/models--org--m"));
        FolderLock held = FolderLock.take(locks).orElseThrow();
        try (held) {
            assertThatThrownBy(() -> fetch("org/m"))
                    .hasMessageStartingWith("another process is fetching org/m already");
        }
        fetch("org/m");
    }

    @Test
    void ofADataSetTheFilesThatAreAskedForCome() throws IOException {
        server.put("datasets/org/d", Map.of("data/train.parquet", text("PAR1"), "README.md", text("#")), "main");
        Path snapshot = Hub.of(environment)
                .fetch(
                        HubName.read(HubKind.DATASET, "org/d").orElseThrow(),
                        new WantedFiles(path -> path.endsWith(".parquet"), "tables"),
                        (done, total, file) -> {});
        assertThatThrownBy(() -> Hub.of(environment)
                        .fetch(
                                HubName.read(HubKind.DATASET, "org/d").orElseThrow(),
                                new WantedFiles(path -> path.endsWith(".jsonl"), ".jsonl, .json"),
                                (done, total, file) -> {}))
                .hasMessage("org/d holds none of the files that are read here (looked for .jsonl, .json); it has"
                        + " README.md, data/train.parquet");
        assertThat(names(snapshot)).containsExactly("data/train.parquet");
        assertThat(snapshot).startsWith(temp.resolve("hub/datasets--org--d"));
    }
}
