package org.counterpoint.report.winrate;

import java.util.List;

/**
 * A table to be printed.
 *
 * @param rows as many cells each as there are columns; the first column holds names, the others numbers
 */
record Grid(List<String> columns, List<List<String>> rows) {
    Grid {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }
}
