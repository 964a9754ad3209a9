package org.counterpoint.eval.judge.parse;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.chat.ChatReply;

/**
 * MT-Bench's answer: a verdict in double brackets somewhere in the text. Where several are named, the last one is it.
 *
 * @param first the mark for the answer shown first, such as {@code A}
 * @param tie the mark for a tie; empty where the judge may not say so
 */
public record MarkParser(String first, String second, String tie) implements VerdictParser {

    @Override
    public VerdictReading read(ChatReply reply) {
        List<String> marks = Marks.in(reply.text());
        marks.removeIf(mark -> !mark.equals(first) && !mark.equals(second) && (tie.isEmpty() || !mark.equals(tie)));
        if (marks.isEmpty()) {
            return new VerdictReading.Unreadable("there is no verdict in double brackets");
        }
        if (VerdictParser.isCut(reply) && Set.copyOf(marks).size() > 1) {
            return new VerdictReading.Unreadable(
                    "there are several verdicts, and the answer was cut off before its end: "
                            + String.join(", ", marks));
        }
        return preference(marks.get(marks.size() - 1), first, second);
    }

    static VerdictReading preference(String said, String first, String second) {
        return new VerdictReading.Preference(said.equals(first) ? 1 : said.equals(second) ? 2 : 1.5, Map.of());
    }
}
