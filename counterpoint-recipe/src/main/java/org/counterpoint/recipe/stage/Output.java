package org.counterpoint.recipe.stage;

/**
 * Something that a stage gives to others.
 *
 * @param path within the artifact's folder
 */
public record Output(Content content, String path) {}
