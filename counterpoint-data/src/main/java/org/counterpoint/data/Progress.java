package org.counterpoint.data;

/** Told now and then how far a piece of work is; whoever shows it decides how often to draw. */
@FunctionalInterface
public interface Progress {
    /** Shows nothing. */
    Progress NONE = (done, total, unit) -> {};

    /**
     * @param done how much is done, never falling within one unit
     * @param total how much there is, or -1 where nobody knows
     * @param unit what is counted, such as {@code "bytes"} or {@code "groups"}
     */
    void update(long done, long total, String unit);

    /** @param extra a few words more, such as the loss or the cost so far */
    default void update(long done, long total, String unit, String extra) {
        update(done, total, unit);
    }
}
