package org.counterpoint.data;

/**
 * Where a row was read.
 *
 * @param file the path as the user gave it
 * @param line the row's line, from 1; in a JSON array the line on which the row begins
 */
public record Origin(String file, long line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
