package org.counterpoint.eval.judge.parse;

import java.util.Map;
import java.util.Set;
import org.counterpoint.chat.ChatReply;

/**
 * MT-Bench's answer: a verdict in double brackets somewhere in the text. It may be said more than once, but only one
 * and the same.
 *
 * @param first the mark for the answer shown first, such as {@code A}
 * @param tie the mark for a tie; empty where the judge may not say so
 */
public record MarkParser(String first, String second, String tie) implements VerdictParser {

    @Override
    public Reading read(ChatReply reply) {
        Set<String> marks = Marks.in(reply.text());
        marks.removeIf(mark -> !mark.equals(first) && !mark.equals(second) && (tie.isEmpty() || !mark.equals(tie)));
        if (marks.size() != 1) {
            return new Reading.Unreadable(
                    marks.isEmpty()
                            ? "there is no verdict in double brackets"
                            : "there are several verdicts: " + String.join(", ", marks));
        }
        return preference(marks.iterator().next(), first, second);
    }

    static Reading preference(String said, String first, String second) {
        return new Reading.Preference(said.equals(first) ? 1 : said.equals(second) ? 2 : 1.5, Map.of());
    }
}
