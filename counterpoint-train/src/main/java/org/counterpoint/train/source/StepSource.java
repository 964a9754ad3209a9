package org.counterpoint.train.source;

import java.io.IOException;
import java.util.List;
import org.counterpoint.train.batch.PreparedGroup;

/** Gives every step its groups. What a step gets is a function of the step, so that a run can go on at any of them. */
public interface StepSource {

    /** K: the steps of the whole run. */
    long steps();

    /** The epoch in which a step lies, from 0. */
    long epoch(long step);

    /** How many epochs are done after this many steps. */
    double epochsDone(long stepsDone);

    /** @param step from 0 */
    List<PreparedGroup> groups(long step) throws IOException;
}
