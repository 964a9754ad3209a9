package org.counterpoint.data;

/**
 * A prompt to be answered.
 *
 * @param id the row's own id, else {@link PromptIds#of}
 */
public record PromptRow(String id, Prompt prompt, Origin origin) {}
