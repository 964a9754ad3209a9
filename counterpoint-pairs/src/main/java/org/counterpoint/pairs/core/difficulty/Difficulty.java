package org.counterpoint.pairs.core.difficulty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;

/** The measures of a pair's difficulty. Their names stand in files and settings. */
public enum Difficulty {
    /** How much stronger the chosen answer's source is: ranks, ratings, or Bradley-Terry log-odds where estimated. */
    STRENGTH_GAP(
            "how much stronger the chosen answer's model is (ranks, ratings or log-odds); large is easy", Easy.LARGE),
    /** Code points of chosen minus those of rejected. */
    LENGTH_GAP("characters of the chosen answer minus those of the rejected one", Easy.NEITHER),
    /** Jaccard similarity of the two answers' pairs of neighbouring words. */
    SIMILARITY("how alike the two answers are, from 0 to 1; large is hard", Easy.SMALL),
    /** How much the judge prefers the chosen answer: 1 surely, 0 a tie, -1 surely the other. */
    JUDGE_MARGIN("how much the judge prefers the chosen answer, from -1 to 1; large is easy", Easy.LARGE),
    /** log p(chosen) - log p(rejected) under a reference model, in nats. */
    REFERENCE_MARGIN(
            "log-probability of chosen minus that of rejected under a reference model; large is easy", Easy.LARGE),
    /** The same of the mean log-probability of a token, which does not grow with length. */
    REFERENCE_MARGIN_PER_TOKEN("the same, of the mean log-probability of a token", Easy.LARGE),
    /** Score of chosen minus score of rejected by a reward model. */
    REWARD_MARGIN("a reward model's score of chosen minus that of rejected; large is easy", Easy.LARGE);

    private static final String ALL = "all";
    private static final String NONE = "none";

    /** Which values are those of easy pairs. */
    public enum Easy {
        SMALL,
        LARGE,
        NEITHER
    }

    private final String wireName = name().toLowerCase(Locale.ROOT);
    private final String words;
    private final Easy easy;

    Difficulty(String words, Easy easy) {
        this.words = words;
        this.easy = easy;
    }

    /** The name in files and settings. */
    public String wireName() {
        return wireName;
    }

    /** What it is, for a person. */
    public String words() {
        return words;
    }

    /** Which of its values are those of easy pairs. */
    public Easy easy() {
        return easy;
    }

    /** The measure of this name in files; empty where a score has another name. */
    public static Optional<Difficulty> named(String wireName) {
        return Arrays.stream(values())
                .filter(each -> each.wireName().equals(wireName))
                .findAny();
    }

    /** Whether it can be had from the group alone. */
    public boolean ofTextsAndOrder() {
        return this == STRENGTH_GAP || this == LENGTH_GAP || this == SIMILARITY;
    }

    /** A setting of scores that need nothing but the group. */
    public static Setting setting(String name, String meaning, Set<Difficulty> usual) {
        List<String> words = new ArrayList<>();
        Arrays.stream(values())
                .filter(Difficulty::ofTextsAndOrder)
                .map(Difficulty::wireName)
                .forEach(words::add);
        words.addAll(List.of(ALL, NONE));
        List<String> names = usual.stream().map(Difficulty::wireName).sorted().toList();
        return new Setting(name, new SettingType.Words(words), names, meaning);
    }

    /** The measures that the words of such a setting stand for. */
    public static Set<Difficulty> named(List<String> words) {
        Set<Difficulty> chosen = new LinkedHashSet<>();
        for (String word : words) {
            if (word.equals(ALL)) {
                Arrays.stream(values()).filter(Difficulty::ofTextsAndOrder).forEach(chosen::add);
            } else {
                named(word).ifPresent(chosen::add);
            }
        }
        return chosen;
    }
}
