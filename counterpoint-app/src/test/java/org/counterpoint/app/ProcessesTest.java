package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.counterpoint.store.Checksums;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code train --processes}: real processes, what they print, and what becomes of them where one is killed. */
class ProcessesTest {

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void make() throws IOException {
        TinyModels.make(folder, 7);
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            groups.add("{\"id\":\"g" + i + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Say " + i
                    + ".\"}],\"responses\":[{\"model\":\"a\",\"text\":\"One, said " + i
                    + ".\"},{\"model\":\"b\",\"text\":\"No.\"}]}");
        }
        Files.write(folder.resolve("groups.jsonl"), groups);
    }

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    private static final String[] STEPS = {"--set", "checkpoint.every=20", "--set", "steps=60"};

    @Test
    void twoProcessesLearnWhatOneLearnsAndPrintTheResultAlone() throws Exception {
        Process two = start("two", Map.of(), with(train("two", STEPS), "--processes", "2"));
        Shell.Result one = Shell.run(train("one", STEPS).toArray(String[]::new));
        assertThat(one.code()).as(one.err()).isZero();
        assertThat(exit(two)).as(said("two.err")).isZero();
        JsonNode told = JsonMapper.shared().readTree(said("two.out"));
        assertThat(told.get("steps").asInt()).isEqualTo(60);
        double alone = JsonMapper.shared()
                .readTree(one.out())
                .get("metrics")
                .get("loss")
                .asDouble();
        assertThat(told.get("metrics").get("loss").asDouble()).isCloseTo(alone, within(1e-4));
        assertThat(said("two/ranks/rank-1.log")).contains("rank 1 of 2 works on " + folder.resolve("two"));
    }

    @Test
    @Tag("slow")
    void aKilledRankEndsAllAndTheSameCommandGoesOnToTheSameBytes() throws Exception {
        Process whole = start("whole", Map.of(), with(train("whole", STEPS), "--processes", "2"));
        Process broken = start("broken", Map.of(), with(train("broken", STEPS), "--processes=2"));
        Path metrics = folder.resolve("broken/metrics.jsonl");
        await(broken, () -> ChildCommand.lines(metrics) > 24);
        ProcessHandle rank = broken.children().findFirst().orElseThrow();
        rank.destroyForcibly();
        assertThat(exit(broken)).isEqualTo(ExitCode.FAILED);
        assertThat(said("broken.err"))
                .contains("counterpoint train: rank 1 ended with exit code 137\n  what it said is in "
                        + folder.resolve("broken/ranks/rank-1.log"));
        assertThat(exit(whole)).as(said("whole.err")).isZero();
        Process again = start("again", Map.of(), with(train("broken", STEPS), "--processes", "2"));
        assertThat(exit(again)).as(said("again.err")).isZero();
        assertThat(said("again.err")).contains("going on after step 20 of 60");
        assertThat(Checksums.sha256(folder.resolve("broken/final/model.safetensors")))
                .isEqualTo(Checksums.sha256(folder.resolve("whole/final/model.safetensors")));
    }

    @Test
    void aLaunchersVariablesAreHeldToTheirMeaning() throws Exception {
        Process beyond = start(
                "beyond",
                Map.of("RANK", "2", "WORLD_SIZE", "2", "MASTER_ADDR", "127.0.0.1", "MASTER_PORT", "29500"),
                train("beyond"));
        Process both = start(
                "both",
                Map.of("RANK", "0", "WORLD_SIZE", "2", "MASTER_ADDR", "127.0.0.1", "MASTER_PORT", "29500"),
                with(train("both"), "--processes", "2"));
        assertThat(exit(beyond)).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(said("beyond.err")).contains("counterpoint train: RANK 2 is not below WORLD_SIZE 2\n");
        assertThat(exit(both)).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(said("both.err"))
                .contains("--processes starts processes, and a launcher has started this one as rank 0 of 2");
        assertThat(folder.resolve("beyond")).doesNotExist();
    }

    private List<String> train(String out, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "train",
                "dpo",
                "--model",
                folder.resolve("tiny").toString(),
                "--data",
                folder.resolve("groups.jsonl").toString(),
                "--out",
                folder.resolve(out).toString(),
                "--set",
                "groups_per_step=4",
                "--set",
                "learning_rate=1e-3",
                "--threads",
                "1",
                "--json"));
        words.addAll(List.of(more));
        return words;
    }

    private static List<String> with(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all;
    }

    private Process start(String name, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private interface Moment {
        boolean hasCome();
    }

    private static void await(Process process, Moment moment) throws InterruptedException {
        while (!moment.hasCome()) {
            assertThat(process.isAlive()).as("the moment never came").isTrue();
            Thread.sleep(1);
        }
    }

    private static int exit(Process process) throws InterruptedException {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
        return process.exitValue();
    }

    private String said(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }
}
