package org.counterpoint.answer.judge;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges that compute: nobody is asked. */
public enum ComputedJudge {
    EXACT("the answer that equals the one in --references FILE"),
    REWARD("the answer that the reward model in --model-dir scores higher"),
    LENGTH("the longer answer, in characters: what another judge should differ from");

    private final String preferred;

    ComputedJudge(String preferred) {
        this.preferred = preferred;
    }

    /** The name by which it is chosen. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String description() {
        return "No judge: " + preferred + ".";
    }

    public static Optional<ComputedJudge> find(String name) {
        return Stream.of(values()).filter(one -> one.wireName().equals(name)).findFirst();
    }
}
