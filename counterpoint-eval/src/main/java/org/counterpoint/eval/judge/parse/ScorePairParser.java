package org.counterpoint.eval.judge.parse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.chat.ChatReply;

/**
 * FastChat's and Vicuna's answer: the first line holds nothing but two scores, the first shown answer's first, with a
 * space or a comma between them. The higher wins; equal scores are a tie.
 *
 * @param least the lowest score there is
 * @param most the highest
 */
public record ScorePairParser(double least, double most) implements VerdictParser {
    private static final Pattern TWO =
            Pattern.compile("(\\d{1,4}(?:\\.\\d{1,4})?)(?:\\s*,\\s*|\\s+)(\\d{1,4}(?:\\.\\d{1,4})?)");

    @Override
    public VerdictReading read(ChatReply reply) {
        String line = reply.text().stripLeading().lines().findFirst().orElse("").strip();
        Matcher scores = TWO.matcher(line);
        if (!scores.matches()) {
            return new VerdictReading.Unreadable("the first line does not hold two scores and nothing else");
        }
        double first = Double.parseDouble(scores.group(1));
        double second = Double.parseDouble(scores.group(2));
        if (Math.min(first, second) < least || Math.max(first, second) > most) {
            return new VerdictReading.Unreadable(
                    "the scores " + first + " and " + second + " are not within " + least + " to " + most);
        }
        return VerdictReading.Preference.between(first, second);
    }
}
