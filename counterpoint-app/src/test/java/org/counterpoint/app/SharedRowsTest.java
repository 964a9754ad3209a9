package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code score} and {@code generate} over several processes: the bytes of one, whatever becomes of the others. */
class SharedRowsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void make() throws IOException {
        TinyModels.make(folder, 7);
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            groups.add("{\"id\":\"g" + i + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Say " + "again ".repeat(i)
                    + ".\"}],\"responses\":[{\"model\":\"a\",\"text\":\"One, said " + i
                    + ".\"},{\"model\":\"b\",\"text\":\"No.\"}]}");
        }
        Files.write(folder.resolve("groups.jsonl"), groups);
    }

    @ParameterizedTest
    @CsvSource({"score, 3", "generate, 2"})
    void severalProcessesWriteWhatOneWrites(String command, int size) throws Exception {
        Shell.Result one = Shell.run(words(command, "one"));
        assertThat(one.code()).as(one.err()).isZero();
        try (ChildCommand several = ChildCommand.start(folder, words(command, "several", "--processes", "" + size))) {
            assertThat(several.exit()).as(several.output()).isZero();
            assertThat(several.output())
                    .contains(one.out().replace("one.jsonl", "several.jsonl").strip());
        }
        assertSame("several");
        assertThat(folder.resolve("several.jsonl.ranks")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "score, org.counterpoint.train.score.SharedWindows, answer",
        "generate, org.counterpoint.app.ranks.SharedBatches, work"
    })
    void aKilledRankEndsAllAndTheSameCommandGoesOn(String command, String type, String method) throws Exception {
        Shell.Result one = Shell.run(words(command, "one"));
        assertThat(one.code()).as(one.err()).isZero();
        int port = freePort();
        try (ChildCommand first = ChildCommand.start(folder, place(0, port), words(command, "broken"))) {
            ChildCommand.killedAt(
                    folder, place(1, port), new ChildCommand.Call(type, method, 3), words(command, "broken"));
            assertThat(first.exit()).as(first.output()).isEqualTo(ExitCode.FAILED);
            assertThat(first.output()).contains("counterpoint " + command + ": rank 1 ended or does not answer");
        }
        assertThat(folder.resolve("broken.jsonl")).doesNotExist();
        try (ChildCommand again = ChildCommand.start(folder, words(command, "broken", "--processes", "2"))) {
            assertThat(again.exit()).as(again.output()).isZero();
            if (command.equals("generate")) {
                assertThat(again.output()).contains("(8 of them from an earlier run)");
            }
        }
        assertSame("broken");
    }

    @Test
    @Tag("slow")
    void aRankWithOtherWeightsIsNamedByAll() throws Exception {
        TinyModels.makeEndless(folder, 8);
        int port = freePort();
        String[] own = words("score", "out");
        String[] other =
                Stream.of(own).map(word -> word.replace("tiny", "endless")).toArray(String[]::new);
        try (ChildCommand first = ChildCommand.start(folder, place(0, port), own);
                ChildCommand second = ChildCommand.start(folder, place(1, port), other)) {
            for (ChildCommand rank : List.of(first, second)) {
                assertThat(rank.exit()).as(rank.output()).isEqualTo(ExitCode.FAILED);
                assertThat(rank.output())
                        .contains("counterpoint score: rank 1 is not of the run that rank 0 is of")
                        .contains("\n  weights_sha256: \"");
            }
        }
        assertThat(folder.resolve("out.jsonl")).doesNotExist();
    }

    @Test
    void processesAndSparkAreNotForTheSameWork() {
        Shell.Result result = Shell.run(words("score", "x", "--processes", "2", "--spark", "local[2]"));
        assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(result.err()).contains("--processes and --spark both share the work out; leave one of them out");
    }

    private void assertSame(String name) throws IOException {
        assertThat(Files.readString(folder.resolve(name + ".jsonl")))
                .isEqualTo(Files.readString(folder.resolve("one.jsonl")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static Map<String, String> place(int rank, int port) {
        return Map.of("RANK", "" + rank, "WORLD_SIZE", "2", "MASTER_ADDR", "127.0.0.1", "MASTER_PORT", "" + port);
    }

    private String[] words(String command, String out, String... more) {
        Stream<String> words = Stream.of(
                command,
                "--model",
                folder.resolve("tiny").toString(),
                "--data",
                folder.resolve("groups.jsonl").toString(),
                "--out",
                folder.resolve(out + ".jsonl").toString(),
                "--threads",
                "1");
        Stream<String> own = command.equals("score")
                ? Stream.of("--set", "micro_batch_tokens=64")
                : Stream.of("--batch-size", "2", "--max-new-tokens", "9", "--temperature", "1", "--seed", "3");
        return Stream.of(words, own, Stream.of(more)).flatMap(part -> part).toArray(String[]::new);
    }
}
