package org.counterpoint.data;

import java.io.Serializable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something read and not used, and why.
 *
 * @param reason one of the names promised to scripts, such as {@code bad_json} or {@code empty_answer}
 * @param detail a sentence for a person
 * @param lostPair the type of a pair that goes only because one of its answers does, which has an entry too; else null
 * @param sample which of a model's answers to the same prompt, from 0
 */
public record LedgerEntry(
        Kind kind,
        Origin origin,
        @Nullable String id,
        String reason,
        String detail,
        @Nullable String lostPair,
        int sample)
        implements Serializable {

    /** What is not used for its own sake. */
    public LedgerEntry(Kind kind, Origin origin, @Nullable String id, String reason, String detail) {
        this(kind, origin, id, reason, detail, null, 0);
    }

    /** One of several answers to a prompt. */
    public static LedgerEntry answer(Origin origin, String id, int sample, String reason, String detail) {
        return new LedgerEntry(Kind.ANSWER, origin, id, reason, detail, null, sample);
    }

    /**
     * A pair that goes with one of its answers.
     *
     * @param reason the answer's
     */
    public static LedgerEntry lostPair(String type, Origin origin, @Nullable String id, String reason) {
        return new LedgerEntry(Kind.PAIR, origin, id, reason, type + ": one of its answers is left out", type, 0);
    }

    /** @param said the reason's name, after which may stand a colon and the detail, as the engine gives it */
    public static LedgerEntry of(Kind kind, Origin origin, @Nullable String id, String said) {
        String[] parts = said.split(": ", 2);
        return new LedgerEntry(kind, origin, id, parts[0], parts[parts.length - 1]);
    }

    /** What was set aside: a whole row, one answer, or one pair. */
    public enum Kind {
        ROW,
        ANSWER,
        PAIR;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
