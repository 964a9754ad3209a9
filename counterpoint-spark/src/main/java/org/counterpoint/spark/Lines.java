package org.counterpoint.spark;

import java.io.Serializable;
import java.util.ArrayList;
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

    /**
     * The parts of a file follow one another.
     *
     * @param counts how many lines each part has
     */
    static Lines of(List<String> names, List<Long> counts) {
        List<Long> firsts = new ArrayList<>();
        String file = "";
        long line = 1;
        for (int part = 0; part < names.size(); part++) {
            if (!names.get(part).equals(file)) {
                file = names.get(part);
                line = 1;
            }
            firsts.add(line);
            line += counts.get(part);
        }
        return new Lines(names, firsts);
    }

    long first(int part) {
        return firsts.get(part);
    }

    /** The place of a row that was counted within its part. */
    Origin placed(int part, Origin within) {
        return origin(part, within.line(), within.element());
    }

    /** The same, of a row that is known by its line and element. */
    Origin origin(int part, long lineWithin, long element) {
        return new Origin(names.get(part), firsts.get(part) + lineWithin - 1, element);
    }
}
