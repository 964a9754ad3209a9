package org.counterpoint.data;

import java.io.Serializable;

/**
 * Where a row was read.
 *
 * @param file the path as the user gave it
 * @param line the row's line, from 1; in a JSON array the line on which the row begins
 * @param element in a JSON array the row's number in it, from 1: many arrays are one long line; else 0
 */
public record Origin(String file, long line, long element) implements Serializable {
    /** Not in an array. */
    public Origin(String file, long line) {
        this(file, line, 0);
    }

    @Override
    public String toString() {
        return file + ":" + line + (element > 0 ? ", element " + element : "");
    }
}
