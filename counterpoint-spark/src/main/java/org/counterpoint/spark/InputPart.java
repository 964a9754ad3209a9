package org.counterpoint.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What one task reads: a file, or a stretch of a file of lines.
 *
 * @param input which of the inputs it belongs to, from 0
 * @param name the file as messages and ledgers name it
 * @param model the model that wrote all of it; null to take the rows' own
 * @param location the file for Hadoop
 * @param start its first byte; a line belongs to the part in which it begins
 * @param end the byte after its last; -1 where the file cannot be cut
 */
record InputPart(int input, String name, @Nullable String model, String location, long start, long end)
        implements Serializable {
    static final long WHOLE = -1;

    boolean whole() {
        return end == WHOLE;
    }
}
