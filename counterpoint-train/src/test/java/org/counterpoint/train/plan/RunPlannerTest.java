package org.counterpoint.train.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Origin;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.model.BaseWeights;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.PreparedGroup.Answer;
import org.counterpoint.train.batch.PreparedGroup.Preference;
import org.counterpoint.train.plan.ModelShape.Stored;
import org.counterpoint.train.settings.SettingsReader;
import org.counterpoint.train.settings.TrainSettings;
import org.junit.jupiter.api.Test;

class RunPlannerTest {
    private static final long GIB = 1L << 30;
    private static final MachineRates LARGE = new MachineRates(1e9, 1e8, 64 * GIB);

    private static TrainSettings settings(String method, String... overrides) {
        return SettingsReader.read(method, Map.of(), List.of(overrides));
    }

    private static Path model() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(RunPlannerTest.class.getResource("/golden/trl/model"))
                .toURI());
    }

    private static ModelShape shape() throws URISyntaxException {
        return ModelShape.of(model(), null);
    }

    /** As if the model had so many times the numbers in each of its matrices. */
    private static ModelShape larger(long times) throws URISyntaxException {
        ModelShape small = shape();
        return new ModelShape(
                small.config(),
                small.tensors().stream()
                        .map(t -> new Stored(
                                t.name(),
                                t.rows() * (t.matrix() ? times : 1),
                                t.columns(),
                                t.matrix(),
                                t.dtype(),
                                t.bytes() * (t.matrix() ? times : 1),
                                false))
                        .toList(),
                null);
    }

    /** A group of responses of these lengths, with all their pairs, each with a prompt of 10 tokens. */
    private static PreparedGroup group(int... lengths) {
        List<Answer> answers = Arrays.stream(lengths)
                .mapToObj(length -> new Answer("m", new Origin("f", 1), new TokenSequence(new int[10 + length], 10)))
                .toList();
        return new PreparedGroup(
                0,
                0,
                "g",
                new Origin("f", 1),
                answers,
                List.of(new Preference(0, 1, "a>b"), new Preference(0, 2, "a>c"), new Preference(1, 2, "b>c")));
    }

    private static StepSample sample() {
        return new StepSample(List.of(List.of(group(20, 30, 40), group(5, 5, 5))), 4, 8);
    }

    private static RunWork work(boolean reference, String... overrides) {
        return RunWork.of(sample(), settings("dpo", overrides).passes(), reference);
    }

    @Test
    void microBatchesAreThoseOfTraining() {
        RunWork together = work(false, "forward=grouped");
        assertThat(together.largest().positions()).isEqualTo(29 + 39 + 49 + 3 * 14);
        assertThat(together.largest().scored()).isEqualTo(20 + 30 + 40 + 15);
        assertThat(together.largest().longest()).isEqualTo(50);
        assertThat(together.learnt().positions()).isEqualTo(4 * 159);
        assertThat(together.sweeps()).isEqualTo(4 * 2);
        assertThat(together.scored()).isEqualTo(BatchSize.NONE);

        RunWork reference = work(true, "forward=grouped");
        assertThat(reference.scored().positions()).as("all eight groups, once").isEqualTo(4 * 159);

        RunWork shared = work(false);
        assertThat(shared.largest().positions()).isEqualTo(29 + 29 + 39 + 14 + 4 + 4);

        RunWork pairwise = work(false, "forward=pairwise");
        assertThat(pairwise.learnt().positions()).isEqualTo(4 * 2 * 159);

        // 50 + 40 + 30 tokens are too many: scored, then each back by itself. The other group goes whole.
        RunWork cut = work(false, "forward=grouped", "micro_batch_tokens=60");
        assertThat(cut.largest().positions()).isEqualTo(49);
        assertThat(cut.scored().positions()).isEqualTo(4 * (29 + 39 + 49));
        assertThat(cut.sweeps()).isEqualTo(4 * (3 * 3 + 2));
    }

    @Test
    void weightsAreHeldAsTheEngineHoldsThem() throws URISyntaxException {
        ModelShape model = shape();
        long numbers = model.parameters();
        long matrices = model.tensors().stream()
                .filter(Stored::matrix)
                .mapToLong(Stored::numbers)
                .sum();
        TrainSettings full = settings("sft");
        HeldWeights exact = HeldWeights.learnt(model, full.adapter(), Precision.FP32, false);
        assertThat(exact.anonymous()).isEqualTo(4 * numbers);
        assertThat(exact.learnt()).isEqualTo(numbers);
        HeldWeights half = HeldWeights.learnt(model, full.adapter(), Precision.BF16_MIXED, false);
        assertThat(half.anonymous()).isEqualTo(4 * numbers + 2 * matrices);

        HeldWeights adapted =
                HeldWeights.learnt(model, settings("sft", "adapter.rank=2").adapter(), Precision.BF16_MIXED, false);
        long sides = model.tensors().stream()
                .filter(t -> t.matrix() && t.name().contains("_proj"))
                .mapToLong(t -> t.rows() + t.columns())
                .sum();
        assertThat(adapted.learnt()).isEqualTo(2 * sides);
        assertThat(HeldWeights.scoring(model, BaseWeights.MAPPED, Precision.FP32)
                        .anonymous())
                .isEqualTo(4 * numbers);
        long nf4 = HeldWeights.learnt(
                        model,
                        settings("sft", "adapter.rank=2", "base_weights=nf4").adapter(),
                        Precision.BF16_MIXED,
                        false)
                .anonymous();
        assertThat(nf4).isLessThan(adapted.anonymous());
    }

    @Test
    void aPlanAddsUpAndSaysWhatTakesLess() throws URISyntaxException {
        TrainingPlan plan = planned(LARGE, larger(100_000));
        MemoryParts parts = plan.memory();
        assertThat(parts.weights() + parts.gradients() + parts.moments())
                .as("fp32 weights, gradients and two moments")
                .isEqualTo(16 * plan.parameters());
        assertThat(plan.peakAnonymousBytes())
                .isEqualTo(parts.weights()
                        + parts.gradients()
                        + parts.moments()
                        + parts.activations()
                        + parts.logits()
                        + parts.attention()
                        + parts.process());
        assertThat(plan.peakResidentBytes()).isEqualTo(plan.peakAnonymousBytes() + parts.libraries());
        assertThat(plan.fits()).isTrue();
        assertThat(plan.seconds()).isCloseTo(plan.operations() / 1e9, within(1e-9));
        assertThat(plan.alternatives())
                .extracting(TrainingPlan.Alternative::words)
                .contains("--set activation_checkpointing=true", "--set adapter.rank=16");
        assertThat(plan.json())
                .containsKeys(
                        "peak_resident_bytes", "peak_anonymous_bytes", "parameters", "learnt_parameters", "seconds");
    }

    private static TrainingPlan planned(MachineRates machine, ModelShape shape) {
        return new RunPlanner(shape, settings("dpo"), Precision.FP32, sample(), machine).plan();
    }

    @Test
    void eachOfSeveralProcessesTakesItsShare() throws URISyntaxException {
        TrainingPlan alone = shared(1);
        long learnt = alone.learntParameters();
        TrainingPlan none = shared(4);
        assertThat(none.exchange()).isEqualTo(new TrainingPlan.Exchange(4, 2 * 3 * 4 * learnt / 4));
        assertThat(none.memory().moments()).isEqualTo(alone.memory().moments());
        assertThat(none.operations()).isEqualTo(alone.operations() / 4);

        TrainingPlan optimizer = shared(4, "shard=optimizer");
        assertThat(optimizer.exchange().bytesAStep()).isEqualTo(3 * 3 * 4 * learnt / 4);
        assertThat(optimizer.memory().moments())
                .isBetween(alone.memory().moments() / 4, alone.memory().moments() / 2);
        assertThat(optimizer.memory().gradients()).isEqualTo(alone.memory().gradients());

        TrainingPlan all = shared(4, "shard=all");
        assertThat(all.memory().gradients()).isCloseTo(learnt, within(learnt / 50));
        assertThat(all.memory().moments()).isEqualTo(2 * all.memory().gradients());
        // A quarter of the weights, and the vocabulary, whole, with its gradient.
        assertThat(all.memory().weights()).isGreaterThan(learnt);
        assertThat(all.peakAnonymousBytes()).isLessThan(alone.peakAnonymousBytes());
        assertThat(all.exchange().bytesAStep()).isGreaterThan(none.exchange().bytesAStep());

        // Of 16 shards in one tree, two processes have the two halves, and each hands its own to the other.
        assertThat(shared(2, "reduce=exact").exchange().bytesAStep()).isEqualTo(4 * learnt);
        assertThat(all.json())
                .containsEntry("processes", 4)
                .containsEntry("seconds_leave_out", List.of("evaluations", "exchange"));
        assertThat(alone.json()).containsEntry("seconds_leave_out", List.of("evaluations"));
    }

    private static TrainingPlan shared(int processes, String... settings) throws URISyntaxException {
        TrainSettings read = settings("sft", settings);
        Sharing sharing = new Sharing(processes, processes, 0);
        List<PreparedGroup> groups = sample().steps().get(0).subList(0, 1);
        StepSample four = new StepSample(List.of(Collections.nCopies(4, groups.get(0))), 10, 40);
        return new RunPlanner(larger(20_000), read, Precision.FP32, four, BesideModels.NONE, LARGE, sharing).plan();
    }

    @Test
    void mappedWeightsThatDoNotStayInMemoryAreReadInEverySweep() throws URISyntaxException {
        ModelShape half = new ModelShape(
                shape().config(),
                larger(20_000).tensors().stream()
                        .map(t -> new Stored(
                                t.name(), t.rows(), t.columns(), t.matrix(), DType.BF16, t.bytes() / 2, false))
                        .toList(),
                null);
        TrainSettings settings = settings("simpo", "adapter.rank=2");
        RunPlanner roomy = new RunPlanner(half, settings, Precision.BF16_MIXED, sample(), LARGE);
        TrainingPlan all = roomy.plan();
        assertThat(all.bytesRead()).isEqualTo(half.fileBytes());
        assertThat(all.peakResidentBytes())
                .isEqualTo(all.peakAnonymousBytes()
                        + all.memory().mappedWeights()
                        + all.memory().libraries());
        long free = all.peakAnonymousBytes() + half.fileBytes() / 4;
        TrainingPlan tight =
                new RunPlanner(half, settings, Precision.BF16_MIXED, sample(), new MachineRates(1e9, 1e8, free)).plan();
        double missing = all.memory().mappedWeights() - half.fileBytes() / 4;
        double again = RunWork.of(sample(), settings.passes(), false).sweeps() * missing;
        assertThat(tight.seconds() - all.seconds()).isCloseTo(again / 1e8, within(1e-6));
        assertThat(tight.bytesRead()).isGreaterThan(all.bytesRead() + again);
        assertThat(tight.peakResidentBytes()).isLessThan(all.peakResidentBytes());
    }

    @Test
    void aRunThatDoesNotFitIsRefusedWithWhatWould() throws URISyntaxException {
        ModelShape large = larger(20_000);
        TrainingPlan plan = planned(new MachineRates(1e9, 1e8, 8 * GIB), large);
        assertThat(plan.fits()).isFalse();
        assertThatThrownBy(() -> MemoryFit.require(Path.of("big"), plan))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(
                        "training big does not fit into the memory that is free: 8.0 GiB, and it takes ")
                .hasMessageContaining("--set adapter.rank=16 would take ")
                .hasMessageEndingWith("free memory, take a smaller model, or start it all the same with --force");
        MemoryFit.require(Path.of("big"), planned(LARGE, large));
        MemoryFit.require(Path.of("big"), planned(new MachineRates(1e9, 1e8, -1), large));
    }

    @Test
    void scoringTakesTheWeightsAlone() throws URISyntaxException {
        HeldWeights weights = HeldWeights.scoring(larger(100_000), BaseWeights.MAPPED, Precision.FP32);
        MemoryFit.requireScoring(Path.of("big"), weights, 64 * GIB);
        MemoryFit.requireScoring(Path.of("big"), weights, -1);
        assertThatThrownBy(() -> MemoryFit.requireScoring(Path.of("big"), weights, 2 * GIB))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "big does not fit into the memory that is free: 2.0 GiB, and its weights alone take");
    }

    @Test
    void aFolderThatIsNoModelIsNamed() {
        assertThatThrownBy(() -> ModelShape.of(Path.of("no-such-model"), null))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no-such-model");
    }

    @Test
    void dataThatNobodyHasReadAreGuessedAsGroupsOfThree() {
        StepSample guessed = StepSample.guessed(settings("dpo", "groups_per_step=4"), 10, 3, 4000, false);
        assertThat(guessed.stepCount()).isEqualTo(3);
        assertThat(guessed.steps().get(0)).hasSize(4);
        assertThat(guessed.steps().get(0).get(0).sequences())
                .hasSize(3)
                .allSatisfy(sequence -> assertThat(sequence.tokens()).hasSize(200));
    }

    @Test
    void groupsOfEightAreGuessedAsEightOfWhichLikelihoodLearnsOne() {
        PreparedGroup eight = StepSample.guessed(settings("dpo"), 10, 8, 9000, false)
                .steps()
                .get(0)
                .get(0);
        assertThat(eight.pairs()).hasSize(28);
        assertThat(eight.sequences()).hasSize(8).allSatisfy(sequence -> assertThat(sequence.tokens())
                .hasSize(200));
        assertThat(StepSample.guessed(settings("sft"), 10, 8, 9000, true)
                        .steps()
                        .get(0)
                        .get(0)
                        .sequences())
                .singleElement()
                .satisfies(sequence -> assertThat(sequence.tokens()).hasSize(200));
    }
}
