package org.counterpoint.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
    @TempDir
    Path folder;

    @Test
    void isReadAsItWasWrittenWhateverTheInputsAreCalled() throws IOException {
        Path odd = Files.writeString(folder.resolve("a b=c, d.json"), "[]");
        Provenance written = Provenance.of("pairs", Map.of("order", "x,y"))
                .from("answers", "gpt 4=x", odd)
                .from("answers", folder.resolve("gone.json"))
                .hashed();
        written.write(Provenance.in(folder));
        assertThat(Provenance.of(folder.resolve("groups.jsonl"))).contains(written);
        assertThat(written.inputs())
                .extracting(Provenance.Input::sha256)
                .containsExactly("4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945", null);
        assertThat(written.versions()).containsEntry("counterpoint", Version.current());
    }

    @Test
    void aRecordOfAnOlderVersionHasSettingsAlone() throws IOException {
        Files.writeString(
                Provenance.beside(folder.resolve("answers.jsonl")),
                "{\"command\": \"generate\", \"settings\": {\"seed\": \"1\"}}");
        Provenance read = Provenance.of(folder.resolve("answers.jsonl")).orElseThrow();
        assertThat(read.kind()).isEqualTo("generate");
        assertThat(read.settings()).containsOnly(Map.entry("seed", "1"));
        assertThat(read.inputs()).isEmpty();
        assertThat(Provenance.of(folder.resolve("nothing"))).isEmpty();
    }

    @Test
    void aFoldersHashIsThatOfItsVisibleFiles() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.writeString(model.resolve("config.json"), "{}");
        String before = Checksums.of(model);
        Files.writeString(model.resolve(".lock"), "");
        assertThat(Checksums.of(model)).isEqualTo(before);
        Files.writeString(model.resolve("config.json"), "{ }");
        assertThat(Checksums.of(model)).isNotEqualTo(before);
    }

    @Test
    void theVersionNamesTheCommitWhereItIsKnown() {
        assertThat(Version.words("1.2.0", "1a2b3c4-dirty")).isEqualTo("1.2.0 (commit 1a2b3c4-dirty)");
        assertThat(Version.words("1.2.0", "")).isEqualTo("1.2.0");
        assertThat(Version.words("1.2.0", "${counterpoint.commit}")).isEqualTo("1.2.0");
    }
}
