package org.counterpoint.spark;

import java.io.Serializable;
import java.util.List;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.step.GroupStep;
import org.counterpoint.pairs.core.step.RecordingSink;
import org.counterpoint.pairs.core.step.StepSink;
import org.counterpoint.pairs.core.step.SummaryKey;
import org.counterpoint.pairs.core.step.Survey;
import org.jspecify.annotations.Nullable;

/**
 * The way of the groups up to where all of them must have been seen, or to its end. What lies before it is gone again,
 * without a word to anybody: that is cheaper than to keep all groups in between.
 *
 * @param before the steps of earlier segments, their surveys' conclusions among them
 * @param steps this one's
 * @param survey where the groups of this one are seen; null in the last
 */
record Segment(
        int number,
        List<GroupStep> before,
        List<GroupStep> steps,
        @Nullable SurveyPart<?> survey) implements Serializable {
    /** The survey's name to sinks, and an empty part of it. */
    record SurveyPart<S extends Survey<S>>(SummaryKey<S> key) implements Serializable {
        void see(ResponseGroup group, StepSink sink) {
            sink.part(key).see(group);
        }
    }

    /** Where what earlier segments have told already goes. */
    StepSink forMaking(StepSink sink) {
        return number == 0 ? sink : new RecordingSink();
    }

    /** What is left of a group; null where nothing is. */
    @Nullable
    ResponseGroup apply(ResponseGroup made, StepSink sink) {
        ResponseGroup left = made;
        for (GroupStep step : before) {
            left = left == null ? null : step.apply(left, new RecordingSink());
        }
        for (GroupStep step : steps) {
            left = left == null ? null : step.apply(left, sink);
        }
        return left;
    }
}
