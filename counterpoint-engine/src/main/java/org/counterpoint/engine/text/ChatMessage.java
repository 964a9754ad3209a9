package org.counterpoint.engine.text;

/** One turn of a conversation, given to the template as it is; {@code role} is usually system, user or assistant. */
public record ChatMessage(String role, String content) {}
