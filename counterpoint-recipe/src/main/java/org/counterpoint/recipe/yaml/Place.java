package org.counterpoint.recipe.yaml;

import java.nio.file.Path;

/**
 * Where a value was written.
 *
 * @param source a file's name, or the command-line option itself
 * @param folder what relative paths in the value count from
 * @param line from 1; 0 where the source has no lines
 * @param column from 1
 */
public record Place(String source, Path folder, int line, int column) implements Comparable<Place> {

    /** A value given on the command line: paths in it count from the working directory. */
    public static Place commandLine(String option) {
        return new Place(option, Path.of(""), 0, 0);
    }

    @Override
    public int compareTo(Place other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
