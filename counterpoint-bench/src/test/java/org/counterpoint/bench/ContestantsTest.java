package org.counterpoint.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestantsTest {
    private static final Path PATH = Path.of("x");

    private static Workload workload(int pairsPerStep) {
        return workload(pairsPerStep, 0);
    }

    private static Workload workload(int pairsPerStep, int lora) {
        return new Workload(PATH, Path.of("g.jsonl"), Path.of("p.jsonl"), List.of(), 24, pairsPerStep, 3, 512, lora);
    }

    @Test
    void bothSidesStepAfterTheSamePairs() {
        Trl trl = new Trl(PATH, PATH, "bf16", 2, true, PATH, "cpu");
        assertThat(trl.command(workload(12))).containsSequence("--batch", "2", "--accumulation", "6");
        CounterpointTraining ours = new CounterpointTraining(PATH, "fp32", "shared-prefix", List.of("threads=2"));
        assertThat(ours.command(workload(12), Path.of("run")))
                .contains("groups_per_step=4", "max_length=512", "forward=shared-prefix", "threads=2");
    }

    @Test
    void bothSidesLearnAnAdapterOfTheSameRank() {
        Trl trl = new Trl(PATH, PATH, "bf16", 1, false, PATH, "cpu");
        CounterpointTraining ours = new CounterpointTraining(PATH, "bf16-mixed", "shared-prefix", List.of());
        assertThat(trl.command(workload(12, 16))).containsSequence("--lora", "16");
        assertThat(ours.command(workload(12, 16), Path.of("run"))).contains("adapter.rank=16");
        assertThat(trl.command(workload(12))).doesNotContain("--lora");
        assertThat(ours.command(workload(12), Path.of("run"))).noneMatch(setting -> setting.startsWith("adapter"));
    }

    @Test
    void aStepOfPartOfAGroupIsRefused() {
        assertThatThrownBy(() -> workload(4)).hasMessage("a step of 4 pairs is no whole number of groups of 3 pairs");
    }

    @Test
    void trlAtItsBestIsTheBestOfTwelve() {
        assertThat(Trl.all(PATH, PATH, PATH, "cpu"))
                .extracting(Trl::name)
                .hasSize(12)
                .doesNotHaveDuplicates();
        assertThat(Trl.plain(PATH, PATH).name()).isEqualTo("trl-fp32-b4-plain");
    }

    @Test
    void onAGpuTheAllocatorIsTheProcesssOwn() {
        assertThat(Trl.all(PATH, PATH, null, "cuda"))
                .hasSize(12)
                .allSatisfy(trl -> assertThat(trl.command(workload(12))).containsSequence("--device", "cuda"))
                .extracting(Trl::name)
                .doesNotHaveDuplicates()
                .contains("trl-bf16-b4-pre-plain");
    }

    @Test
    void everyForwardOfOursHasItsFlops() {
        for (String forward : List.of("grouped", "shared-prefix", "pairwise")) {
            assertThat(new CounterpointTraining(PATH, "fp32", forward, List.of()).computed())
                    .isNotNull();
        }
    }
}
