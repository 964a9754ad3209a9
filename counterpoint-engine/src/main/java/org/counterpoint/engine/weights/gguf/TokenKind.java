package org.counterpoint.engine.weights.gguf;

/** What {@code tokenizer.ggml.token_type} says of a token. */
enum TokenKind {
    NORMAL,
    UNKNOWN,
    CONTROL,
    USER_DEFINED,
    /** Fills the vocabulary up to the number of embeddings. */
    UNUSED,
    BYTE;

    private static final int FIRST = 1;

    static TokenKind of(int number) {
        TokenKind[] kinds = values();
        return number >= FIRST && number < FIRST + kinds.length ? kinds[number - FIRST] : NORMAL;
    }

    int number() {
        return ordinal() + FIRST;
    }

    /** Whether it is found in a text as a whole, before anything is cut or merged. */
    boolean added() {
        return this == UNKNOWN || this == CONTROL || this == USER_DEFINED;
    }
}
