package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.counterpoint.train.bigram.BigramBackend;
import org.counterpoint.train.bigram.BigramWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process with SIGKILL, again and again, until the run is through. */
class ResumeAfterKillTest {
    private static final int MOST_KILLS = 20;

    private static TrainRequest request(BigramWorld world, String out) {
        return world.request(
                "dpo",
                out,
                "groups_per_step=2",
                "learning_rate=0.05",
                "checkpoint.every=1",
                "epochs=12",
                "curriculum=linear",
                "evaluation.data=" + world.heldOut(),
                "evaluation.every=3");
    }

    @TempDir
    Path root;

    @Test
    void aRunKilledAtRandomMomentsEndsInTheSameBytes() throws IOException, InterruptedException {
        BigramWorld world = new BigramWorld(root);
        Training.run(new BigramBackend(), request(world, "whole"), TrainProgress.silent());
        Random moments = new Random(1);
        int kills = 0;
        int finished = 0;
        while (finished == 0) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ResumeAfterKillTest.class.getName(),
                            root.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(root.resolve("child.log").toFile())
                    .start();
            // From before the run folder exists to well inside the steps; at last it may end, however slow the machine.
            long moment = 300 + moments.nextInt(900) + 100L * kills;
            boolean ended = kills < MOST_KILLS
                    ? process.waitFor(moment, TimeUnit.MILLISECONDS)
                    : process.waitFor(10, TimeUnit.MINUTES);
            if (ended) {
                assertThat(process.exitValue())
                        .as(Files.readString(root.resolve("child.log")))
                        .isZero();
                finished++;
            } else {
                process.destroyForcibly().waitFor();
                assertThat(kills).as("kills before it ran on for ten minutes").isLessThan(MOST_KILLS);
                kills++;
            }
        }
        assertThat(kills).isPositive();
        assertThat(finished).isEqualTo(1);
        assertThat(world.metrics("killed")).isEqualTo(world.metrics("whole"));
        for (String file : List.of("final/model.bin", "checkpoints/step-144/optimizer.safetensors", "ledger.jsonl")) {
            assertThat(root.resolve("killed").resolve(file))
                    .hasSameBinaryContentAs(root.resolve("whole").resolve(file));
        }
        assertThat(root.resolve("killed/checkpoints").toFile().list())
                .containsExactlyInAnyOrder(
                        root.resolve("whole/checkpoints").toFile().list());
        assertThat(root.resolve("killed").toFile().list()).noneMatch(name -> name.startsWith(".tmp-"));
    }

    public static void main(String[] args) throws IOException {
        BigramWorld world = new BigramWorld(Path.of(args[0]));
        Training.run(new BigramBackend(), request(world, "killed"), TrainProgress.silent());
    }
}
