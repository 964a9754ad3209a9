package org.counterpoint.eval.judge.parse;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.counterpoint.chat.ChatReply;

/**
 * MT-Bench's grade of one answer: a number in double brackets somewhere in the text; where several are named, the last
 * one is it.
 */
public record RatingParser(double least, double most) implements VerdictParser {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}(\\.\\d{1,4})?");

    @Override
    public VerdictReading read(ChatReply reply) {
        List<String> marks = Marks.in(reply.text());
        marks.removeIf(mark -> !NUMBER.matcher(mark).matches());
        double[] grades = marks.stream().mapToDouble(Double::parseDouble).toArray();
        if (grades.length == 0) {
            return new VerdictReading.Unreadable("there is no grade in double brackets");
        }
        if (VerdictParser.isCut(reply) && Arrays.stream(grades).distinct().count() > 1) {
            return new VerdictReading.Unreadable(
                    "there are several grades, and the answer was cut off before its end: " + String.join(", ", marks));
        }
        double grade = grades[grades.length - 1];
        return grade < least || grade > most
                ? new VerdictReading.Unreadable("the grade " + grade + " is not within " + least + " to " + most)
                : new VerdictReading.Rating(grade);
    }
}
