package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.counterpoint.train.run.ShortRuns.SHORT;
import static org.counterpoint.train.run.ShortRuns.stoppingAfter;
import static org.counterpoint.train.run.ShortRuns.with;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.SaveType;
import org.counterpoint.store.Version;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.bigram.BigramBackend;
import org.counterpoint.train.bigram.BigramModel;
import org.counterpoint.train.bigram.BigramWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs that were stopped, or damaged, and go on. */
class TrainingResumptionTest {
    @TempDir
    Path root;

    private BigramWorld world;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void makeWorld() throws IOException {
        world = new BigramWorld(root);
    }

    @Test
    void stoppedAnywhereItGoesOnToTheSameBytes() throws IOException {
        String[] settings = with("evaluation.data=" + world.heldOut(), "evaluation.every=3", "curriculum=linear");
        run(world.request("dpo", "whole", settings));
        for (int stop = 1; stop <= 10; stop++) {
            String out = "broken-" + stop;
            int last = stop;
            assertThatThrownBy(() ->
                            Training.run(new BigramBackend(), world.request("dpo", out, settings), stoppingAfter(last)))
                    .isInstanceOf(ShortRuns.Stop.class);
            run(world.request("dpo", out, settings));
            assertThat(world.metrics(out)).as("stopped after %d", stop).isEqualTo(world.metrics("whole"));
            assertThat(root.resolve(out + "/final/model.bin"))
                    .hasSameBinaryContentAs(root.resolve("whole/final/model.bin"));
            assertThat(root.resolve(out + "/checkpoints/step-10/optimizer.safetensors"))
                    .hasSameBinaryContentAs(root.resolve("whole/checkpoints/step-10/optimizer.safetensors"));
            assertThat(state(out)).as("stopped after %d", stop).isEqualTo(state("whole"));
        }
    }

    /** All that a checkpoint says but for times, with how long the files of metrics and events were. */
    private JsonNode state(String out) throws IOException {
        Path file = root.resolve(out + "/checkpoints/step-10/trainer_state.json");
        ObjectNode state = (ObjectNode) JsonMapper.shared().readTree(Files.readString(file));
        assertThat(state.path("best").path("step").asInt()).isPositive();
        // The metrics hold times, whose digits differ.
        state.remove(List.of("elapsedSeconds", "metricsBytes"));
        return state;
    }

    @Test
    void runsThatShareACacheKeepTheirReferencesApart() throws IOException {
        Path cache = Files.createDirectory(root.resolve("cache"));
        BigramModel.random(99).saveWeights(root.resolve("other"), SaveType.FP32, null);
        TrainRequest first = world.request("dpo", "first", SHORT);
        Path otherData = Files.write(
                root.resolve("reversed.jsonl"),
                Files.readAllLines(world.data()).stream()
                        .map(line -> line.replaceFirst("a\",\"text\":\"", "a\",\"text\":\"b"))
                        .toList());
        int runs = 0;
        for (Path model : List.of(world.model(), root.resolve("other"))) {
            for (Path data : List.of(world.data(), otherData)) {
                String out = "shared-" + ++runs;
                run(new TrainRequest(
                        Roles.of(model), data, root.resolve(out), first.settings(), false, cache, List.of()));
                assertThat(world.metrics(out).get(0).get("loss").asDouble()).isCloseTo(Math.log(2), within(1e-9));
            }
        }
    }

    @Test
    void aDamagedTokenCacheStopsTheRunAndIsNamed() throws IOException {
        assertThatThrownBy(
                        () -> Training.run(new BigramBackend(), world.request("dpo", "run", SHORT), stoppingAfter(3)))
                .isInstanceOf(ShortRuns.Stop.class);
        Path groups = root.resolve("run/cache/tokens-train/groups.bin");
        byte[] bytes = Files.readAllBytes(groups);
        for (int i = 20; i < bytes.length; i += 40) {
            bytes[i] ^= 1;
        }
        Files.write(groups, bytes);
        assertThatThrownBy(() -> run(world.request("dpo", "run", SHORT)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("of the token cache is damaged\n  delete ");
    }

    @Test
    void aResumedRunNeitherTokenisesNorScoresAgain() {
        assertThatThrownBy(
                        () -> Training.run(new BigramBackend(), world.request("dpo", "run", SHORT), stoppingAfter(5)))
                .isInstanceOf(ShortRuns.Stop.class);
        BigramBackend backend = new BigramBackend();
        Training.run(backend, world.request("dpo", "run", SHORT), TrainProgress.silent());
        assertThat(backend.encoded()).isZero();
        assertThat(backend.loaded()).isEqualTo(1);
    }

    @Test
    void aDamagedCheckpointIsReportedAndTheOneBeforeUsed() throws IOException {
        run(world.request("dpo", "whole", SHORT));
        assertThatThrownBy(
                        () -> Training.run(new BigramBackend(), world.request("dpo", "run", SHORT), stoppingAfter(7)))
                .isInstanceOf(ShortRuns.Stop.class);
        Path weights = root.resolve("run/checkpoints/step-6/model.bin");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[100] ^= 1;
        Files.write(weights, bytes);
        run(world.request("dpo", "run", SHORT));
        assertThat(notices)
                .anyMatch(notice -> notice.contains("step-6 is not used: model.bin is not as it was written"));
        assertThat(notices).contains("going on after step 4 of 10");
        assertThat(root.resolve("run/final/model.bin")).hasSameBinaryContentAs(root.resolve("whole/final/model.bin"));
        assertThat(world.metrics("run")).isEqualTo(world.metrics("whole"));
    }

    @Test
    void aCheckpointThatCannotBeWrittenDoesNotStopTheRun() throws IOException {
        TrainProgress blocking = new ShortRuns.Stopper(Integer.MAX_VALUE) {
            @Override
            public void notice(String text) {
                notices.add(text);
            }

            @Override
            public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {
                try {
                    Path checkpoints = root.resolve("run/checkpoints");
                    Path aside = root.resolve("run/aside");
                    if (step == 4) {
                        Files.move(checkpoints, aside, StandardCopyOption.ATOMIC_MOVE);
                        Files.writeString(checkpoints, "in the way");
                    } else if (step == 5) {
                        Files.delete(checkpoints);
                        Files.move(aside, checkpoints, StandardCopyOption.ATOMIC_MOVE);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        };
        run(world.request("dpo", "whole", SHORT));
        Training.run(new BigramBackend(), world.request("dpo", "run", SHORT), blocking);
        assertThat(notices).anyMatch(notice -> notice.contains("the checkpoint of step 4 could not be written"));
        assertThat(root.resolve("run/final/model.bin")).hasSameBinaryContentAs(root.resolve("whole/final/model.bin"));
    }

    @Test
    void whatCannotBeWrittenAsAskedForIsKeptInACheckpoint() {
        assertThatThrownBy(() -> run(world.request("dpo", "run", with("save_dtype=fp16", "checkpoint.every=0"))))
                .isInstanceOf(TrainingException.class)
                .hasMessage("the final model could not be written: a weight of bigram is 70000.0, too large for fp16"
                        + "\n  the checkpoint step-10 holds it in fp32");
        assertThat(root.resolve("run/checkpoints/step-10/model.bin")).exists();
        assertThat(root.resolve("run/final")).doesNotExist();
    }

    @Test
    void otherSettingsAreNamedAndStop() throws IOException {
        run(world.request("dpo", "run", SHORT));
        assertThatThrownBy(() -> run(world.request("dpo", "run", with("beta=0.2"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds a run with other settings:")
                .hasMessageContaining("settings: beta: 0.1 there, 0.2 now".replace("settings: ", ""));
    }

    @Test
    void theVersionIsTheProgramsAndALaterOneGoesOn() throws IOException {
        run(world.request("dpo", "run", SHORT));
        Path file = root.resolve("run/run.json");
        assertThat(JsonMapper.shared()
                        .readTree(Files.readString(file))
                        .path("lineage")
                        .path("counterpoint")
                        .asString())
                .isEqualTo(Version.current());
        Files.writeString(file, Files.readString(file).replace(Version.current(), "0.0.1"));
        assertThat(run(world.request("dpo", "run", SHORT)).alreadyFinished()).isTrue();
    }

    private TrainResult run(TrainRequest request) {
        return Training.run(new BigramBackend(), request, BigramWorld.listening(notices));
    }
}
