package org.counterpoint.store.hub;

import java.util.function.Predicate;

/**
 * Which files of a repository are to be fetched.
 *
 * @param are tells it by a file's path in the repository
 * @param words what they are, for a person
 */
public record WantedFiles(Predicate<String> are, String words) {}
