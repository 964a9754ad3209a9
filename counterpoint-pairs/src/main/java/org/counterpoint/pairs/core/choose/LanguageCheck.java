package org.counterpoint.pairs.core.choose;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.text.ComparedText;
import org.counterpoint.pairs.core.text.Languages;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer is in another language than it should be; says nothing where it cannot tell. The bounds were set by
 * what docs/choosing.md measures: the guesser spreads its likelihood over some hundred languages, so that a guess of 0.05
 * is right 99 times of 100.
 */
final class LanguageCheck {
    /** Fewer letters do not tell a language. */
    private static final int LEAST_OF_PROMPT = 20;

    private static final int LEAST_OF_ANSWER = 40;
    private static final double LEAST_SURE = 0.02;
    /** How many times likelier than the answer's language the prompt's must be, of the prompt. */
    private static final double PROMPT_RATIO = 2;
    /** How many times likelier than the language it should be in another must be, of the answer. */
    private static final double ANSWER_RATIO = 3;

    private LanguageCheck() {}

    /** Whether it is in the language of the prompt's last question. */
    static @Nullable String ofPrompt(ResponseGroup group, Response response) {
        String prompt = ComparedText.lastQuestion(group.prompt());
        if (Languages.letters(prompt) < LEAST_OF_PROMPT || Languages.letters(response.spoken()) < LEAST_OF_ANSWER) {
            return null;
        }
        Map<String, Double> asked = Languages.of(prompt);
        String should = most(asked);
        Map<String, Double> answered = Languages.of(response.spoken());
        String is = most(answered);
        return exceeds(answered, is, List.of(should), ANSWER_RATIO) && exceeds(asked, should, List.of(is), PROMPT_RATIO)
                ? "the prompt is in " + Languages.name(should) + ", the answer in " + Languages.name(is)
                : null;
    }

    /** Whether it is in one of these languages. */
    static AnswerChecks.AnswerCheck among(List<String> codes) {
        return (group, response) -> {
            if (Languages.letters(response.spoken()) < LEAST_OF_ANSWER) {
                return null;
            }
            Map<String, Double> answered = Languages.of(response.spoken());
            String is = most(answered);
            return exceeds(answered, is, codes, ANSWER_RATIO) ? "it is in " + Languages.name(is) : null;
        };
    }

    private static boolean exceeds(Map<String, Double> likely, String is, List<String> others, double ratio) {
        double best = others.stream()
                .mapToDouble(code -> likely.getOrDefault(code, 0.0))
                .max()
                .orElse(0);
        double own = likely.getOrDefault(is, 0.0);
        return own >= LEAST_SURE && own > ratio * best;
    }

    private static String most(Map<String, Double> likely) {
        return Collections.max(likely.entrySet(), Map.Entry.comparingByValue()).getKey();
    }
}
