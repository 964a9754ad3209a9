package org.counterpoint.recipe.stage;

/** What a file or folder that passes between stages holds. */
public enum Content {
    ANSWERS("answers"),
    ROWS("groups, pairs or prompts"),
    MODEL("a model folder"),
    VERDICTS("verdicts"),
    REPORT("a report"),
    TEXT("a text");

    private final String words;

    Content(String words) {
        this.words = words;
    }

    /** In words for a message. */
    public String words() {
        return words;
    }
}
