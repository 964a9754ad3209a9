package org.counterpoint.recipe.stage;

/** What a file or folder that passes between stages holds. */
public enum Content {
    ANSWERS("answers"),
    ROWS("groups, pairs or prompts"),
    MODEL("a model folder"),
    VERDICTS("verdicts"),
    SCORES("log-probabilities of a score stage"),
    ORDER("an order of models"),
    FIGURES("figures of verdicts"),
    DATASET("a data set for another program"),
    REPORT("a report"),
    TEXT("a text");

    private final String words;

    Content(String words) {
        this.words = words;
    }

    /** Whether it is rows, which a folder of data files holds as well as a file. */
    boolean isRows() {
        return switch (this) {
            case ANSWERS, ROWS, VERDICTS, SCORES -> true;
            case MODEL, ORDER, FIGURES, DATASET, REPORT, TEXT -> false;
        };
    }

    /** In words for a message. */
    public String words() {
        return words;
    }
}
