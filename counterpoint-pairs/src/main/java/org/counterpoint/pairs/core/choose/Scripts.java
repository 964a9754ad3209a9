package org.counterpoint.pairs.core.choose;

import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether an answer is written in the script of its prompt, as far as Unicode knows scripts; not a guess of language. */
final class Scripts {
    private static final int LOOKED_AT = 400;
    private static final int LEAST_OF_PROMPT = 8;
    private static final int LEAST_OF_ANSWER = 20;
    private static final double MOST = 0.6;
    private static final double HARDLY = 0.1;

    private Scripts() {}

    /**
     * A sentence where nearly none of the answer's letters are of the script that most of the prompt's letters are of;
     * null elsewhere, and where there are too few letters to tell.
     */
    static @Nullable String mismatch(String prompt, String answer) {
        if (lettersAreAscii(prompt) && lettersAreAscii(answer)) {
            return null; // whatever letters there are, they are Latin
        }
        Map<UnicodeScript, Integer> asked = count(prompt);
        int letters = sum(asked);
        if (letters < LEAST_OF_PROMPT) {
            return null;
        }
        UnicodeScript script = most(asked);
        if (asked.getOrDefault(script, 0) < MOST * letters) {
            return null;
        }
        Map<UnicodeScript, Integer> answered = count(answer);
        int all = sum(answered);
        return all >= LEAST_OF_ANSWER && answered.getOrDefault(script, 0) < HARDLY * all
                ? "the prompt is in " + name(script) + " script, the answer in " + name(most(answered))
                : null;
    }

    /** Quotes and dashes beyond ASCII are no letters; half of a surrogate pair may be one's. */
    private static boolean lettersAreAscii(String text) {
        String head = text.substring(0, Math.min(text.length(), LOOKED_AT));
        if (head.getBytes(StandardCharsets.UTF_8).length == head.length()) {
            return true; // found out many characters at a time
        }
        for (int i = 0; i < head.length(); i++) {
            char c = head.charAt(i);
            if (c >= 0x80 && (Character.isLetter(c) || Character.isSurrogate(c))) {
                return false;
            }
        }
        return true;
    }

    private static Map<UnicodeScript, Integer> count(String text) {
        Map<UnicodeScript, Integer> counts = new EnumMap<>(UnicodeScript.class);
        int latin = 0;
        int end = Math.min(text.length(), LOOKED_AT);
        for (int i = 0; i < end; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < 0x80) {
                latin += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1 : 0;
            } else if (Character.isLetter(c)) {
                counts.merge(family(UnicodeScript.of(c)), 1, Integer::sum);
            }
        }
        if (latin > 0) {
            counts.merge(UnicodeScript.LATIN, latin, Integer::sum);
        }
        return counts;
    }

    /** Japanese is written in three scripts, of which one is Chinese's too. */
    private static UnicodeScript family(UnicodeScript script) {
        return script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA ? UnicodeScript.HAN : script;
    }

    private static UnicodeScript most(Map<UnicodeScript, Integer> counts) {
        UnicodeScript most = UnicodeScript.UNKNOWN;
        int best = 0;
        for (Map.Entry<UnicodeScript, Integer> each : counts.entrySet()) {
            if (each.getValue() > best) {
                most = each.getKey();
                best = each.getValue();
            }
        }
        return most;
    }

    private static int sum(Map<UnicodeScript, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String name(UnicodeScript script) {
        String name = script.name().toLowerCase(Locale.ROOT);
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
