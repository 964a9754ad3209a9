package org.counterpoint.store.hub;

/** Hears how far fetching is. */
@FunctionalInterface
public interface FetchProgress {

    /**
     * Of what was missing.
     *
     * @param done in bytes
     * @param total in bytes
     * @param file that is on its way
     */
    void update(long done, long total, String file);
}
