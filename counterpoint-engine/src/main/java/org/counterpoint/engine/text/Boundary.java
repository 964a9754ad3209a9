package org.counterpoint.engine.text;

/** What to do with a response whose first characters share a token with the prompt's last ones. */
public enum Boundary {
    /** Cut the whole group at the longest common prefix of the prompt's tokens and every response's. */
    SPLIT("split"),
    /** Set the response aside. */
    DROP("drop");

    private final String wireName;

    Boundary(String wireName) {
        this.wireName = wireName;
    }

    /** The name in settings. */
    public String wireName() {
        return wireName;
    }
}
