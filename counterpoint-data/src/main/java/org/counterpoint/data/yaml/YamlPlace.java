package org.counterpoint.data.yaml;

import java.nio.file.Path;

/**
 * Where something was written.
 *
 * @param source a file's name, or the command-line option itself
 * @param folder what relative paths in the value count from
 * @param line from 1; 0 where the source has no lines
 * @param column from 1
 */
public record YamlPlace(String source, Path folder, int line, int column) implements Comparable<YamlPlace> {

    /** A value given on the command line: paths in it count from the working directory. */
    public static YamlPlace commandLine(String option) {
        return new YamlPlace(option, Path.of(""), 0, 0);
    }

    /** Within its source. */
    String position() {
        return line + ":" + column;
    }

    @Override
    public int compareTo(YamlPlace other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + position();
    }
}
