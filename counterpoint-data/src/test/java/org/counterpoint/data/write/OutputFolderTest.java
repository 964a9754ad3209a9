package org.counterpoint.data.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.counterpoint.data.InputException;
import org.counterpoint.store.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    private static final Provenance OURS = Provenance.of("pairs", Map.of("order", "a,b"));

    @TempDir
    Path parent;

    @Test
    void theOutputAppearsWholeAndOnlyOnCommit() throws IOException {
        Path out = parent.resolve("deep/er/out");
        try (OutputFolder folder = OutputFolder.claim(out, OURS, false)) {
            Files.writeString(folder.staging().resolve("a.txt"), "a");
            assertThat(out).doesNotExist();
            folder.commit();
        }
        assertThat(out.resolve("a.txt")).hasContent("a");
        assertThat(names(out)).containsExactly(".counterpoint.json", "a.txt");
        assertThat(names(out.getParent())).containsExactly("out");
        assertThat(Files.getPosixFilePermissions(out))
                .isEqualTo(Files.getPosixFilePermissions(Files.createDirectory(parent.resolve("usual"))))
                .contains(PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void workThatFailsLeavesNothing() throws IOException {
        Path out = parent.resolve("deep/er/out");
        try (OutputFolder folder = OutputFolder.claim(out, OURS, false)) {
            Files.createDirectories(folder.staging().resolve("x/y"));
        }
        assertThat(names(parent)).isEmpty();
    }

    @Test
    void whatIsReadIsNeverOverwritten() throws IOException {
        Path input = Files.writeString(parent.resolve("a.txt"), "mine");
        Path link = Files.createSymbolicLink(parent.resolve("link.txt"), input);
        Provenance made = OURS.from("data", input);
        for (Path out : List.of(input, link)) {
            assertThatThrownBy(() -> OutputFile.claim(out, made, true))
                    .isInstanceOf(InputException.class)
                    .hasMessage(out + " is what 'pairs' reads; it is left as it is. Give another --out.");
        }
        assertThatThrownBy(() -> write(parent, made, "lost", true))
                .isInstanceOf(InputException.class)
                .hasMessage(input + " is what 'pairs' reads; it is left as it is. Give another --out.");
        assertThat(input).hasContent("mine");
        write(parent.resolve("out"), made, "made", true);
        assertThat(parent.resolve("out/a.txt")).hasContent("made");
    }

    @Test
    void nothingIsPutAmongTheRowsOfAFolder() throws IOException {
        Path data = Files.createDirectories(parent.resolve("data/deep"));
        Path link = Files.createSymbolicLink(parent.resolve("link"), data);
        Path outward = Files.createSymbolicLink(
                data.resolve("outward.jsonl"), Files.writeString(parent.resolve("other.jsonl"), "{}"));
        Provenance made = OURS.from("data", parent.resolve("data"));
        for (Path out : List.of(data.resolve("a/b"), link.resolve("c"), outward)) {
            assertThatThrownBy(() -> OutputFile.claim(out, made, true))
                    .isInstanceOf(InputException.class)
                    .hasMessage(out + " lies in " + parent.resolve("data") + ", whose files are the data; give a place"
                            + " outside of it as --out");
        }
        assertThatThrownBy(() -> OutputFolder.claim(link, made, true)).hasMessageContaining("whose files are the data");
        assertThat(names(data)).containsExactly("outward.jsonl");
        write(data.resolve("out"), OURS.from("model", parent.resolve("data")), "answers", false);
        assertThat(data.resolve("out/a.txt")).hasContent("answers");
    }

    @Test
    void onlyTheSameWorkIsDoneAgain() throws IOException {
        Path out = parent.resolve("out");
        write(out, OURS, "first", false);
        write(out, OURS, "again", false);
        assertThat(out.resolve("a.txt")).hasContent("again");
        assertThatThrownBy(() -> OutputFolder.claim(out, Provenance.of("pairs", Map.of("order", "b,a")), false))
                .isInstanceOf(InputException.class)
                .hasMessage(out + " was made by 'pairs' with other settings; it is left as it is:\n"
                        + "  order: then a,b, now b,a\nGive another --out, or --overwrite.");
        assertThatThrownBy(() -> OutputFolder.claim(out, Provenance.of("split", Map.of()), false))
                .isInstanceOf(InputException.class)
                .hasMessage(out + " is the work of 'pairs', not of 'split'; it is left as it is."
                        + " Give another --out, or --overwrite.");
    }

    @Test
    void whatIsNotOursStaysUnlessOverwritten() throws IOException {
        Path out = Files.createDirectory(parent.resolve("out"));
        write(out, OURS, "an empty folder is free", false);
        Files.delete(out.resolve(".counterpoint.json"));
        Files.writeString(out.resolve("theirs.txt"), "theirs");
        assertThatThrownBy(() -> OutputFolder.claim(out, OURS, false))
                .isInstanceOf(InputException.class)
                .hasMessage(out + " exists and is not the work of 'pairs'; it is left as it is."
                        + " Give another --out, or --overwrite.");
        assertThat(names(parent)).containsExactly("out");
        Files.writeString(out.resolve(".counterpoint.json"), "[not a record");
        assertThatThrownBy(() -> OutputFolder.claim(out, OURS, false)).isInstanceOf(InputException.class);
        write(out, OURS, "new", true);
        assertThat(out.resolve("a.txt")).hasContent("new");
        assertThat(out.resolve("theirs.txt")).hasContent("theirs");
        Path file = Files.writeString(parent.resolve("file"), "x");
        assertThatThrownBy(() -> OutputFolder.claim(file, OURS, true))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is a file, but the output is a folder");
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndALivingOnesIsNot() throws IOException {
        Path out = parent.resolve("out");
        Path dead = Files.createDirectory(parent.resolve(".out.partial-dead"));
        Files.writeString(dead.resolve(".lock"), "");
        Files.writeString(dead.resolve("a.txt"), "half");
        try (OutputFolder living = OutputFolder.claim(out, OURS, false);
                OutputFolder other = OutputFolder.claim(out, OURS, false)) {
            assertThat(dead).doesNotExist();
            assertThat(living.staging()).exists().isNotEqualTo(other.staging());
        }
    }

    @Test
    void filesFollowTheSameRules() throws IOException {
        Path out = parent.resolve("scores.jsonl");
        Provenance record = Provenance.of("score", Map.of("model", "m"));
        for (int i = 0; i < 2; i++) {
            try (OutputFile file = OutputFile.claim(out, record, false)) {
                Files.writeString(file.staging(), "row " + i);
                file.commit();
            }
        }
        assertThat(out).hasContent("row 1");
        assertThat(names(parent)).containsExactly(".scores.jsonl.counterpoint.json", "scores.jsonl");
        assertThatThrownBy(() -> OutputFile.claim(out, Provenance.of("generate", Map.of()), false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is the work of 'score', not of 'generate'");
        Path theirs = Files.writeString(parent.resolve("theirs"), "x");
        assertThatThrownBy(() -> OutputFile.claim(theirs, record, false)).isInstanceOf(InputException.class);
        assertThat(theirs).hasContent("x");
    }

    private static void write(Path out, Provenance record, String text, boolean overwrite) throws IOException {
        try (OutputFolder folder = OutputFolder.claim(out, record, overwrite)) {
            Files.writeString(folder.staging().resolve("a.txt"), text);
            folder.commit();
        }
    }

    private static TreeSet<String> names(Path folder) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (var list = Files.list(folder)) {
            list.forEach(path -> names.add(path.getFileName().toString()));
        }
        return names;
    }
}
