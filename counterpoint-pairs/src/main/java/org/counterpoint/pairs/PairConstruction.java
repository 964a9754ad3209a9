package org.counterpoint.pairs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.pairs.choose.Choosing;
import org.counterpoint.pairs.core.difficulty.DifficultyStep;
import org.counterpoint.pairs.core.measure.Measuring;
import org.counterpoint.pairs.core.step.CountingSink;
import org.counterpoint.pairs.core.step.Stage;
import org.counterpoint.pairs.core.step.SummaryKey;
import org.counterpoint.pairs.join.Joining;

/**
 * How answers become groups and pairs, wherever it runs: what is done with each prompt's answers, the stages of all
 * groups, and what the summaries come to. What is not asked of the whole can be sent to other processes; its parts are
 * merged into the sink that {@link #hold holds} the wholes, in the order of the prompts in the input.
 */
public final class PairConstruction {
    private final PairChoices choices;
    private final PlacedOrder order;
    private final Judging judging;
    private final Scratch scratch;
    private final PairsSummary.Counter counter;
    private final Measuring measuring = new Measuring();
    private final Joining joining;
    private final SummaryKey<PairsSummary.Counter> counterKey;
    private final SummaryKey<Measuring> measuredKey;
    private final SummaryKey<Joining> joiningKey;

    PairConstruction(PairChoices choices, PlacedOrder order, Judging judging, Set<String> models, Scratch scratch) {
        this.choices = choices;
        this.order = order;
        this.judging = judging;
        this.scratch = scratch;
        this.counter = new PairsSummary.Counter(order.types());
        this.joining = new Joining(scratch);
        Measuring empty = measuring.part();
        this.counterKey = new SummaryKey<>("counter", () -> new PairsSummary.Counter(List.of()));
        this.measuredKey = new SummaryKey<>("measured", empty::part);
        this.joiningKey = new SummaryKey<>("joining", Joining.parts(order.expected(models)));
    }

    /** What is done with each prompt's answers. */
    public GroupWork work() {
        return new GroupWork(
                new GroupJoin(order.order(), choices.choose().thoughts()), counterKey, measuredKey, joiningKey);
    }

    /**
     * What happens between making a group and counting it. What verdicts say comes first, as choosing builds on it;
     * scores come last, as only what is left needs them.
     *
     * @throws org.counterpoint.data.InputException where a file that the choices name cannot be used
     */
    public List<Stage> stages() {
        List<Stage> stages = new ArrayList<>();
        if (!order.undecided().isEmpty()) {
            stages.add(new Stage.Each(order.withoutUndecided()));
        }
        judging.step().ifPresent(step -> stages.add(new Stage.Each(step)));
        stages.addAll(Choosing.stages(choices.choose(), scratch));
        stages.add(new Stage.Each(new DifficultyStep(choices.measure().scores(), order.strength())));
        return stages;
    }

    /** Lets the parts of the summaries be merged into the wholes that are here. */
    public void hold(CountingSink sink) {
        sink.hold(counterKey, counter);
        sink.hold(measuredKey, measuring);
        sink.hold(joiningKey, joining);
    }

    /** How many groups were merged so far. */
    public long groups() {
        return counter.groups();
    }

    /**
     * What all parts come to; to be asked for once, after the last.
     *
     * @param ledger what was set aside, counted
     * @param sink the one that {@link #hold holds} the summaries
     * @param folder where a file names the prompts that are nearly equal to others, if there are any
     */
    public PairsSummary summary(ReadAnswers read, CountingLedger ledger, CountingSink sink, Path folder) {
        PairFindings findings = new PairFindings(
                joining.result(folder),
                choices.order().toString(),
                order.estimate(),
                judging.result(sink),
                measuring.result(),
                counter.losses(read, ledger));
        return counter.summary(read, ledger, sink.noticed(), findings);
    }
}
