package org.counterpoint.pairs.step;

import java.util.Iterator;
import java.util.List;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.spill.GroupCodec;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.spill.Spool;

/** Sends groups through stages, one after the other. */
public final class Stages {
    private Stages() {}

    /**
     * What comes out at the end, in order, worked out as it is asked for; a survey's groups are all read at its start.
     *
     * @param scratch where groups wait for a survey; to be closed after the last group was taken
     */
    public static Iterator<ResponseGroup> run(
            Iterator<ResponseGroup> groups, List<Stage> stages, Scratch scratch, StepSink sink) {
        Iterator<ResponseGroup> current = groups;
        for (Stage stage : stages) {
            if (stage instanceof Stage.Each each) {
                current = new StepIterator(current, each.step(), sink);
            } else if (stage instanceof Stage.AfterAll after) {
                current = surveyed(current, after.survey().get(), scratch, sink);
            }
        }
        return current;
    }

    private static Iterator<ResponseGroup> surveyed(
            Iterator<ResponseGroup> groups, Survey survey, Scratch scratch, StepSink sink) {
        Spool<ResponseGroup> waiting = new Spool<>(new GroupCodec(), scratch);
        while (groups.hasNext()) {
            ResponseGroup group = groups.next();
            survey.see(group);
            waiting.add(group);
        }
        waiting.finish();
        return new StepIterator(waiting.drain(), survey.conclude(), sink);
    }
}
