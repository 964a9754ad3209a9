package org.counterpoint.data;

/** One turn of a conversation, its text kept to the letter. */
public record Message(Role role, String content) {}
