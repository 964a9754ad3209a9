package org.counterpoint.pairs.difficulty;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.data.InputException;

/** The measures of a pair's difficulty. Their names stand in files and settings. */
public enum Difficulty {
    /** How much stronger the chosen answer's source is: ranks, ratings, or Bradley-Terry log-odds where estimated. */
    STRENGTH_GAP("how much stronger the chosen answer's model is (ranks, ratings or log-odds); large is easy"),
    /** Code points of chosen minus those of rejected. */
    LENGTH_GAP("characters of the chosen answer minus those of the rejected one"),
    /** Jaccard similarity of the two answers' pairs of neighbouring words. */
    SIMILARITY("how alike the two answers are, from 0 to 1; large is hard"),
    /** How much the judge prefers the chosen answer: 1 surely, 0 a tie, -1 surely the other. */
    JUDGE_MARGIN("how much the judge prefers the chosen answer, from -1 to 1; large is easy"),
    /** log p(chosen) - log p(rejected) under a reference model, in nats. */
    REFERENCE_MARGIN("log-probability of chosen minus that of rejected under a reference model; large is easy"),
    /** The same of the mean log-probability of a token, which does not grow with length. */
    REFERENCE_MARGIN_PER_TOKEN("the same, of the mean log-probability of a token");

    private final String words;

    Difficulty(String words) {
        this.words = words;
    }

    /** The name in files and settings. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is, for a person. */
    public String words() {
        return words;
    }

    /** Whether it can be had from the group alone. */
    public boolean ofTextsAndOrder() {
        return this == STRENGTH_GAP || this == LENGTH_GAP || this == SIMILARITY;
    }

    /**
     * Reads names with commas between; {@code all} and {@code none} stand for those that need nothing but the group.
     *
     * @throws InputException where a name is of none, or of one that needs more than the group
     */
    public static Set<Difficulty> parse(String names) {
        Set<Difficulty> chosen = new LinkedHashSet<>();
        for (String name : names.split(",", -1)) {
            String wanted = name.strip();
            if (wanted.equals("all")) {
                Arrays.stream(values()).filter(Difficulty::ofTextsAndOrder).forEach(chosen::add);
            } else if (!wanted.equals("none")) {
                chosen.add(one(wanted));
            }
        }
        return chosen;
    }

    private static Difficulty one(String wanted) {
        return Arrays.stream(values())
                .filter(each -> each.wireName().equals(wanted) && each.ofTextsAndOrder())
                .findAny()
                .orElseThrow(() -> new InputException("--scores names \"" + wanted + "\"; it takes "
                        + Arrays.stream(values())
                                .filter(Difficulty::ofTextsAndOrder)
                                .map(Difficulty::wireName)
                                .collect(Collectors.joining(", "))
                        + ", all or none. judge_margin comes with --verdicts, reference_margin from 'difficulty'."));
    }
}
