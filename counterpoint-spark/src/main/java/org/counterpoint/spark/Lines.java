package org.counterpoint.spark;

import java.io.Serializable;
import java.util.List;
import org.counterpoint.data.Origin;

/**
 * The name of each part's file and the number of the part's first line in it.
 *
 * @param names file names by part
 * @param firsts line numbers by part
 */
record Lines(List<String> names, List<Long> firsts) implements Serializable {
    Lines {
        names = List.copyOf(names);
        firsts = List.copyOf(firsts);
    }

    long first(int part) {
        return firsts.get(part);
    }

    /** The place of a row that was counted within its part. */
    Origin origin(int part, long lineWithin, long element) {
        return new Origin(names.get(part), firsts.get(part) + lineWithin - 1, element);
    }
}
