package org.counterpoint.app.cluster;

/**
 * What a command makes on a cluster.
 *
 * @param location a path of this machine or a URI
 * @param overwrite whether to replace what stands there
 * @param parts whether files are left in parts
 * @param parquet whether groups and pairs are tables
 */
public record ClusterOut(String location, boolean overwrite, boolean parts, boolean parquet) {}
