package org.counterpoint.data.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.counterpoint.data.Answer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.data.spill.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerStoreTest {
    private static final String LINES =
            "\uFEFF{\"instruction\":\"a\",\"output\":\"é\\n\\\"1\\\"\",\"generator\":\"m\"}\r\n\n"
                    + "{\"instruction\":\"b\",\"completions\":[{\"model\":\"x\",\"response\":7},"
                    + "{\"model\":\"y\",\"response\":\"2\"},{\"model\":\"z\",\"response\":\"3\"}]}\n"
                    + "broken\n {\"instruction\":\"c\",\"output\":\"日😀\",\"generator\":\"m\",\"id\":9} ";

    private static final String ARRAY =
            "[\n {\"instruction\":\"a\",\n  \"output\":\"1\", \"generator\":\"m\"\r\n },{\"instruction\":\"b\",\"output\":\"2\",\n"
                    + "\"generator\":\"m\"}\n]\n";

    @TempDir
    Path folder;

    private record Stored(List<Answer> answers, List<Long> positions) {}

    private static Stored store(Path file, AnswerStore store) {
        List<Answer> answers = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        try (AnswerReader reader = new AnswerReader(new AnswerFile(null, file), entry -> {}, Progress.NONE)) {
            for (PlacedAnswer placed = reader.nextPlaced(); placed != null; placed = reader.nextPlaced()) {
                answers.add(placed.answer());
                positions.add(store.add(placed));
            }
        }
        store.finish();
        return new Stored(answers, positions);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = name.endsWith(".gz")
                ? new GZIPOutputStream(Files.newOutputStream(file))
                : Files.newOutputStream(file)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    @Test
    void answersComeBackAsTheyWere() throws IOException {
        for (Path file : List.of(
                write("a.jsonl", LINES),
                write("a.jsonl.gz", LINES),
                write("a.json", ARRAY),
                write("a.json.gz", ARRAY))) {
            try (Scratch scratch = Scratch.in(folder);
                    AnswerStore store = new AnswerStore(scratch)) {
                Stored stored = store(file, store);
                assertThat(stored.answers()).hasSizeGreaterThanOrEqualTo(2);
                List<AnswerStore.Kept> kept =
                        stored.positions().stream().map(store::get).toList();
                assertThat(store.decode(kept)).isEqualTo(stored.answers());
                for (int i = kept.size() - 1; i >= 0; i--) {
                    assertThat(store.decode(List.of(store.get(stored.positions().get(i)))))
                            .containsExactly(stored.answers().get(i));
                }
            }
        }
    }

    @Test
    void aFileThatOnlyGrowsOrVanishesMeanwhileIsStillReadAsItWas() throws IOException {
        Path file = write("a.jsonl", LINES);
        try (Scratch scratch = Scratch.in(folder);
                AnswerStore store = new AnswerStore(scratch)) {
            Stored stored = store(file, store);
            Files.writeString(file, "\nmore", StandardOpenOption.APPEND);
            Files.delete(file);
            assertThat(store.decode(stored.positions().stream().map(store::get).toList()))
                    .isEqualTo(stored.answers());
        }
    }

    @Test
    void aFileThatIsChangedMeanwhileIsAnError() throws IOException {
        Path file = write("a.jsonl", LINES);
        try (Scratch scratch = Scratch.in(folder);
                AnswerStore store = new AnswerStore(scratch)) {
            Stored stored = store(file, store);
            Files.writeString(file, LINES.replace("日", "月"));
            assertThatThrownBy(() -> store.decode(
                            stored.positions().stream().map(store::get).toList()))
                    .isInstanceOf(InputException.class)
                    .hasMessage(file + ":5: the file was changed while it was being used; run the command again when"
                            + " nobody writes to it.");
        }
    }

    @Test
    void aFileThatIsCutShortMeanwhileIsAnError() throws IOException {
        Path file = write("a.jsonl", LINES);
        try (Scratch scratch = Scratch.in(folder);
                AnswerStore store = new AnswerStore(scratch)) {
            Stored stored = store(file, store);
            Files.writeString(file, "");
            assertThatThrownBy(() -> store.get(stored.positions().get(0)))
                    .isInstanceOf(InputException.class)
                    .hasMessage(file + " was cut short while it was being used; run the command again.");
        }
    }
}
