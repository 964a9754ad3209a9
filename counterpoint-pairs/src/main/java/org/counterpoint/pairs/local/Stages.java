package org.counterpoint.pairs.local;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.spill.GroupBytes;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.spill.Spool;
import org.counterpoint.data.work.OrderedWork;
import org.counterpoint.pairs.core.step.CountingSink;
import org.counterpoint.pairs.core.step.GroupStep;
import org.counterpoint.pairs.core.step.RecordingSink;
import org.counterpoint.pairs.core.step.Stage;
import org.counterpoint.pairs.core.step.StepSink;
import org.counterpoint.pairs.core.step.SummaryKey;
import org.counterpoint.pairs.core.step.Survey;
import org.jspecify.annotations.Nullable;

/**
 * Sends groups through stages in several threads. What comes out, and what is put into the sink, has the order of the
 * groups, whatever the threads.
 */
public final class Stages {
    private static final int BATCH = 64;

    private final Scratch scratch;
    private final CountingSink sink;

    /**
     * @param scratch where groups wait for a survey; to be closed after the last group was taken
     * @param sink used by the calling thread only
     */
    public Stages(Scratch scratch, CountingSink sink) {
        this.scratch = scratch;
        this.sink = sink;
    }

    /** Makes a group of what the source gives; null where it gives none. Called from several threads. */
    @FunctionalInterface
    public interface Maker<I> {
        @Nullable
        ResponseGroup make(I item, StepSink sink);

        /** About how many bytes the item holds, so that few heavy ones wait at once. */
        default long weight(I item) {
            return 0;
        }
    }

    /** Goes on with groups that have waited. */
    private record Concluding(GroupStep step) implements Maker<ResponseGroup> {
        private static final GroupBytes CODEC = new GroupBytes();

        @Override
        public @Nullable ResponseGroup make(ResponseGroup group, StepSink sink) {
            return step.apply(group, sink);
        }

        @Override
        public long weight(ResponseGroup group) {
            return CODEC.weight(group);
        }
    }

    /**
     * Runs to the last group.
     *
     * @param finish what to make of a group that came through, and what goes of it into summaries; called from several
     *     threads
     * @param take called with each group and what was made of it, in order, by this thread
     */
    public <I, O> void run(
            Iterator<I> source,
            Maker<I> maker,
            List<Stage> stages,
            BiFunction<ResponseGroup, StepSink, O> finish,
            BiConsumer<ResponseGroup, O> take) {
        GroupStep steps = (group, out) -> group;
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            if (stage instanceof Stage.Each each) {
                steps = steps.then(each.step());
            } else if (stage instanceof Stage.AfterAll after) {
                survey(after.survey().get(), source, maker, steps, stages.subList(i + 1, stages.size()), finish, take);
                return;
            }
        }
        work(source, maker, steps, finish, take);
    }

    private <I, O, S extends Survey<S>> void survey(
            Survey<S> survey,
            Iterator<I> source,
            Maker<I> maker,
            GroupStep steps,
            List<Stage> further,
            BiFunction<ResponseGroup, StepSink, O> finish,
            BiConsumer<ResponseGroup, O> take) {
        SummaryKey<S> key = new SummaryKey<>("survey before " + further.size(), survey::part);
        sink.hold(key, survey.part());
        Spool<ResponseGroup> waiting = new Spool<>(new GroupBytes(), scratch);
        work(
                source,
                maker,
                steps,
                (group, out) -> {
                    out.part(key).see(group);
                    return group;
                },
                (group, same) -> waiting.add(group));
        waiting.finish();
        GroupStep conclusion = sink.part(key).conclude();
        run(waiting.drain(), new Concluding(conclusion), further, finish, take);
    }

    private record Worked<O>(List<ResponseGroup> groups, List<O> finished, RecordingSink sink) {}

    private <I, O> void work(
            Iterator<I> source,
            Maker<I> maker,
            GroupStep steps,
            BiFunction<ResponseGroup, StepSink, O> finish,
            BiConsumer<ResponseGroup, O> take) {
        Consumer<Worked<O>> taker = worked -> {
            worked.sink.replay(sink);
            for (int i = 0; i < worked.groups.size(); i++) {
                take.accept(worked.groups.get(i), worked.finished.get(i));
            }
        };
        OrderedWork.run(
                source,
                BATCH,
                maker::weight,
                items -> {
                    Worked<O> worked = new Worked<>(new ArrayList<>(), new ArrayList<>(), new RecordingSink());
                    for (I item : items) {
                        ResponseGroup made = maker.make(item, worked.sink);
                        ResponseGroup left = made == null ? null : steps.apply(made, worked.sink);
                        if (left != null) {
                            worked.groups.add(left);
                            worked.finished.add(finish.apply(left, worked.sink));
                        }
                    }
                    return worked;
                },
                taker);
    }
}
