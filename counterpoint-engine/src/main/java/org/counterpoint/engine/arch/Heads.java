package org.counterpoint.engine.arch;

/** How attention is divided: query heads, key-value heads, the width of one. */
record Heads(int count, int kvCount, int dim) {
    /** The usual factor of queries times keys. */
    double scale() {
        return 1 / Math.sqrt(dim);
    }
}
