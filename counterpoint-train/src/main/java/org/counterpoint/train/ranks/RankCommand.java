package org.counterpoint.train.ranks;

import java.nio.charset.StandardCharsets;

/**
 * What all ranks do next. Rank 0 is the run: it alone decides on steps, evaluations, checkpoints and the end, and says so;
 * the others wait for its word, so that no clock and no signal of theirs can part them.
 *
 * @param number what the work is about, such as a step; 0 where there is one only
 */
public record RankCommand(Work work, long number) {

    /** What there is to do together. */
    public enum Work {
        /** There is a run to work on. */
        BEGIN,
        /** Prepare the data. */
        PREPARE,
        /** Load the reference by itself. */
        OPEN_REFERENCE,
        /** Free it again. */
        CLOSE_REFERENCE,
        /** Load the model that is learnt. */
        OPEN_POLICY,
        /** Score training data with the reference, from a group on. */
        REFERENCE,
        /** Score held-out data with the reference, from a group on. */
        REFERENCE_HELD,
        /** Take over the reference's scores. */
        SCORES,
        /** Take over weights and the optimizer's state. */
        STATE,
        /** Take over the moments of one's own weights. */
        LOAD_MOMENTS,
        /** Hand over one's own weights. */
        SAVE_WEIGHTS,
        /** Hand over the moments of one's own weights. */
        SAVE_MOMENTS,
        /** Learn a step. */
        STEP,
        /** Score held-out data with the model that is learnt, from a group on. */
        EVALUATE,
        /** All is done. */
        DONE,
        /** Rank 0 was stopped. */
        STOPPED
    }

    /** Says it to all others. */
    public static void give(Ranks ranks, Work work, long number) {
        if (ranks.size() > 1) {
            ranks.gather((work + " " + number).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Waits for rank 0's word. */
    public static RankCommand await(Ranks ranks) {
        String words = new String(ranks.gather(new byte[0]).get(0), StandardCharsets.UTF_8);
        int space = words.indexOf(' ');
        return new RankCommand(Work.valueOf(words.substring(0, space)), Long.parseLong(words.substring(space + 1)));
    }
}
