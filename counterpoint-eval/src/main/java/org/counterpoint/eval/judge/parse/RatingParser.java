package org.counterpoint.eval.judge.parse;

import java.util.Set;
import java.util.regex.Pattern;
import org.counterpoint.chat.ChatReply;

/**
 * MT-Bench's grade of one answer: a number in double brackets somewhere in the text, one and the same wherever it is
 * said.
 */
public record RatingParser(double least, double most) implements VerdictParser {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}(\\.\\d{1,4})?");

    @Override
    public Reading read(ChatReply reply) {
        Set<String> marks = Marks.in(reply.text());
        marks.removeIf(mark -> !NUMBER.matcher(mark).matches());
        double[] grades =
                marks.stream().mapToDouble(Double::parseDouble).distinct().toArray();
        if (grades.length != 1) {
            return new Reading.Unreadable(
                    grades.length == 0
                            ? "there is no grade in double brackets"
                            : "there are several grades: " + String.join(", ", marks));
        }
        return grades[0] < least || grades[0] > most
                ? new Reading.Unreadable("the grade " + grades[0] + " is not within " + least + " to " + most)
                : new Reading.Rating(grades[0]);
    }
}
