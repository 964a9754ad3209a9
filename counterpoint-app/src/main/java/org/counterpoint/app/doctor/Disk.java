package org.counterpoint.app.doctor;

/**
 * A folder that is written to.
 *
 * @param free bytes that may still be written
 */
public record Disk(String folder, long free, boolean writable) {}
