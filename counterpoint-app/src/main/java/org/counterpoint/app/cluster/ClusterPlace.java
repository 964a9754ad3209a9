package org.counterpoint.app.cluster;

/**
 * Where a command runs and how its work is cut.
 *
 * @param master such as {@code local[*]} or {@code spark://host:7077}
 * @param partitions into how many parts; 0 for as many as the input and the cores suggest
 */
public record ClusterPlace(String master, int partitions) {}
