package org.counterpoint.store.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache as other tools leave it, sound and not. */
class HubCacheTest {

    private static final String OLD = "1".repeat(40);
    private static final String NEW = "2".repeat(40);

    @TempDir
    Path temp;

    private Path repository;

    @BeforeEach
    void fill() throws IOException {
        repository = temp.resolve("models--org--m");
        snapshot(OLD, "old");
        snapshot(NEW, "new");
        Files.createDirectories(repository.resolve("refs/refs/pr"));
        Files.writeString(repository.resolve("refs/main"), NEW);
        Files.writeString(repository.resolve("refs/v1"), OLD + "\n");
        Files.writeString(repository.resolve("refs/refs/pr/1"), OLD);
    }

    private void snapshot(String commit, String content) throws IOException {
        Path blob = repository.resolve("blobs").resolve(content);
        Files.createDirectories(blob.getParent());
        Files.writeString(blob, content);
        Path snapshot = Files.createDirectories(repository.resolve("snapshots").resolve(commit));
        Files.createSymbolicLink(snapshot.resolve("config.json"), Path.of("../../blobs", content));
    }

    private HubName name(String text) {
        return HubName.read(HubKind.MODEL, text).orElseThrow();
    }

    private Hub hub() {
        return Hub.of(Map.of("HF_HUB_CACHE", temp.toString()));
    }

    @Test
    void theMainBranchIsMeantUnlessARevisionIsGiven() throws IOException {
        assertThat(hub().find(name("org/m")))
                .isEqualTo(repository.resolve("snapshots").resolve(NEW));
        for (String revision : new String[] {"v1", "refs/pr/1", OLD}) {
            assertThat(Files.readString(hub().find(name("org/m@" + revision)).resolve("config.json")))
                    .isEqualTo("old");
        }
    }

    @Test
    void withoutTheMainBranchTheRevisionsThatAreThereAreNamed() throws IOException {
        Files.delete(repository.resolve("refs/main"));
        assertThatThrownBy(() -> hub().find(name("org/m")))
                .isInstanceOf(HubException.class)
                .hasMessage(
                        "there is no file or folder org/m here, and no model of that name in the Hugging Face cache ("
                                + temp + ")\n  of org/m it holds other revisions; name one: org/m@" + OLD + ", org/m@"
                                + NEW
                                + "\n  --download fetches it");
        assertThatThrownBy(() -> hub().find(name("org/other")))
                .hasMessage("there is no file or folder org/other here, and no model of that name in the Hugging Face"
                        + " cache (" + temp + ")\n  --download fetches it");
    }

    @Test
    void aBrokenLinkIsNamed() throws IOException {
        Files.delete(repository.resolve("blobs/new"));
        assertThatThrownBy(() -> hub().find(name("org/m")))
                .hasMessage("org/m is not whole in the cache: "
                        + repository.resolve("snapshots").resolve(NEW).resolve("config.json")
                        + " links to ../../blobs/new, which is not there\n  --download fetches it again");
    }

    @Test
    void aRefThatLeadsElsewhereIsRefused() throws IOException {
        Files.writeString(repository.resolve("refs/main"), "../../../elsewhere");
        assertThatThrownBy(() -> hub().find(name("org/m")))
                .hasMessageContaining("refs/main in the cache of org/m holds no commit");
        Files.writeString(repository.resolve("refs/main"), "x".repeat(5000));
        assertThatThrownBy(() -> hub().find(name("org/m"))).hasMessageContaining("holds no commit");
    }

    @Test
    void theEnvironmentSaysWhereItLies() {
        assertThat(HubCache.of(Map.of("HF_HOME", "/h", "XDG_CACHE_HOME", "/x")).root())
                .isEqualTo(Path.of("/h/hub"));
        assertThat(HubCache.of(Map.of("HF_HOME", "/h", "HF_HUB_CACHE", "/c")).root())
                .isEqualTo(Path.of("/c"));
        assertThat(HubCache.of(Map.of("XDG_CACHE_HOME", "/x")).root()).isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(HubCache.of(Map.of()).root())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache/huggingface/hub"));
    }

    @Test
    void aSnapshotIsCalledAsItsRepository() {
        assertThat(HubCache.nameOf(repository.resolve("snapshots").resolve(NEW)))
                .isEqualTo("m");
        assertThat(HubCache.repositoryOf(repository.resolve("snapshots").resolve(NEW)))
                .isEqualTo("org/m");
        assertThat(HubCache.nameOf(temp.resolve("run/final"))).isNull();
    }
}
