package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.train.StopRequest;
import org.counterpoint.train.StoppedException;
import org.counterpoint.train.bigram.BigramBackend;
import org.counterpoint.train.bigram.BigramModel;
import org.counterpoint.train.bigram.BigramWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person stops a run, in each of its parts, and gives the same command again. */
class StoppedRunTest {
    @TempDir
    Path root;

    private BigramWorld world;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void make() throws IOException {
        world = new BigramWorld(root);
        BigramWorld.groups(held(), 130, 3);
    }

    @Test
    void theRunningStepIsKeptAndTheSameCommandGoesOnToTheSameBytes() throws IOException {
        String[] settings = settings("checkpoint.every=0");
        run("whole", settings, StopRequest.never());
        stop("stopped", settings, 3, "stopped after step 3 of 8; the same command goes on");
        assertThat(root.resolve("stopped/checkpoints/step-3")).isDirectory();
        stop("stopped", settings, 5, "stopped after step 5 of 8; the same command goes on");
        run("stopped", settings, StopRequest.never());
        same("whole", "stopped");
        assertThat(notices).contains("going on after step 3 of 8", "going on after step 5 of 8");
    }

    @Test
    void aStopInAnEvaluationIsTakenUpThere() throws IOException {
        String[] settings = settings("evaluation.data=" + held(), "evaluation.every=2");
        run("whole", settings, StopRequest.never());
        Phases evaluating = new Phases("evaluating", 2 * 9 + 2);
        assertThatThrownBy(() -> run("stopped", settings, evaluating, evaluating))
                .isInstanceOf(StoppedException.class)
                .hasMessage("stopped after step 4 of 8; the same command goes on");
        run("stopped", settings, StopRequest.never());
        same("whole", "stopped");
    }

    @Test
    void aStopInTheReferencePassKeepsWhatWasScored() throws IOException {
        String[] settings = settings();
        run("whole", settings, StopRequest.never());
        Phases scoring = new Phases("reference", 1);
        assertThatThrownBy(() -> run("stopped", settings, scoring, scoring))
                .isInstanceOf(StoppedException.class)
                .hasMessageMatching("(?s)stopped in a part before training \\(reference, 16 of \\d+ groups done\\);"
                        + " the same command goes on");
        Phases counting = new Phases("reference", Integer.MAX_VALUE);
        run("stopped", settings, counting, StopRequest.never());
        assertThat(counting.seen).as("windows of 16 groups left of two").isEqualTo(1);
        same("whole", "stopped");
    }

    @Test
    void anEvaluationThatWasKilledGoesOnAfterItsLastPass() throws IOException {
        String[] settings = settings("evaluation.data=" + held());
        run("whole", settings, StopRequest.never());
        Phases killed = new Phases("evaluating", 2, () -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(() -> run("killed", settings, killed, StopRequest.never()))
                .hasMessage("killed");
        // The second block is torn, as where the kill came while it was written.
        Path scores = root.resolve("killed/cache/evaluation-0.scores");
        byte[] kept = Files.readAllBytes(scores);
        Files.write(scores, Arrays.copyOf(kept, kept.length - 3));
        List<BigramModel> models = new ArrayList<>();
        List<Long> scored = new ArrayList<>();
        Phases watched = new Phases(
                "evaluating", Integer.MAX_VALUE, () -> scored.add(models.get(0).scored()));
        Training.run(
                new BigramBackend(models::add), world.request("dpo", "killed", settings), watched, StopRequest.never());
        assertThat(scored.get(0)).as("the first sixteen groups were kept").isZero();
        assertThat(scored.get(1)).as("the next are scored").isPositive();
        same("whole", "killed");
    }

    @Test
    void aCheckpointThatWasBeingWrittenAnewIsNotLost() throws IOException {
        String[] settings = settings("checkpoint.every=0");
        run("whole", settings, StopRequest.never());
        stop("stopped", settings, 3, "stopped after step 3 of 8; the same command goes on");
        Path checkpoint = root.resolve("stopped/checkpoints/step-3");
        Files.move(checkpoint, checkpoint.resolveSibling(".step-3.old"));
        run("stopped", settings, StopRequest.never());
        assertThat(notices).contains("going on after step 3 of 8");
        same("whole", "stopped");
    }

    @Test
    void aStopBeforeTheFirstStepSaysSo() {
        Phases evaluating = new Phases("evaluating", 1);
        String[] settings = settings("evaluation.data=" + held());
        assertThatThrownBy(() -> run("stopped", settings, evaluating, evaluating))
                .isInstanceOf(StoppedException.class)
                .hasMessage("stopped before the first of 8 steps; the same command goes on");
    }

    private Path held() {
        return root.resolve("many-held.jsonl");
    }

    private void stop(String out, String[] settings, int step, String message) {
        Steps steps = new Steps(step);
        assertThatThrownBy(() -> run(out, settings, steps, steps::reached))
                .isInstanceOf(StoppedException.class)
                .hasMessage(message);
    }

    private void same(String one, String other) throws IOException {
        assertThat(root.resolve(other).resolve("final/model.bin"))
                .hasSameBinaryContentAs(root.resolve(one).resolve("final/model.bin"));
        assertThat(world.metrics(other)).isEqualTo(world.metrics(one));
    }

    private void run(String out, String[] settings, StopRequest stop) {
        run(out, settings, BigramWorld.listening(notices), stop);
    }

    private void run(String out, String[] settings, TrainProgress progress, StopRequest stop) {
        Training.run(new BigramBackend(), world.request("dpo", out, settings), progress, stop);
    }

    private String[] settings(String... more) {
        List<String> all = new ArrayList<>(List.of("groups_per_step=5", "learning_rate=0.05", "steps=8"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Asks for the end once a step is done. */
    private final class Steps implements TrainProgress {
        private final long last;
        private boolean reached;

        Steps(long last) {
            this.last = last;
        }

        boolean reached() {
            return reached;
        }

        @Override
        public void notice(String text) {
            notices.add(text);
        }

        @Override
        public void phase(String name, long done, long total) {}

        @Override
        public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {
            reached |= step == last;
        }
    }

    /** Asks for the end at the nth report of a phase. */
    private static final class Phases implements TrainProgress, StopRequest {
        private final String phase;
        private final int last;
        private final Runnable act;
        private int seen;

        Phases(String phase, int last) {
            this(phase, last, () -> {});
        }

        /** @param act done at the last report; at every one where there is no last */
        Phases(String phase, int last, Runnable act) {
            this.phase = phase;
            this.last = last;
            this.act = act;
        }

        @Override
        public boolean made() {
            return seen >= last;
        }

        @Override
        public void notice(String text) {}

        @Override
        public void phase(String name, long done, long total) {
            if (name.equals(phase)) {
                seen++;
                if (seen == last || last == Integer.MAX_VALUE) {
                    act.run();
                }
            }
        }

        @Override
        public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {}
    }
}
