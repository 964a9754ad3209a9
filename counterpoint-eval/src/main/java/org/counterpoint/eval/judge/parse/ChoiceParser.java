package org.counterpoint.eval.judge.parse;

import org.counterpoint.chat.ChatReply;

/**
 * A single word and nothing else, spaces around it apart: a key that a person pressed, or a model told to say no more.
 *
 * @param tie the word for a tie; empty where the judge may not say so
 */
public record ChoiceParser(String first, String second, String tie) implements VerdictParser {

    /** Why an answer ended ({@link ChatReply#finish}) that says of itself that it is no verdict. */
    public static final String CANNOT_SAY = "cannot_say";

    @Override
    public VerdictReading read(ChatReply reply) {
        String said = reply.text().strip();
        boolean known = said.equals(first) || said.equals(second) || (!tie.isEmpty() && said.equals(tie));
        if (known) {
            return MarkParser.preference(said, first, second);
        }
        return CANNOT_SAY.equals(reply.finish())
                ? new VerdictReading.Unreadable("the judge cannot say")
                : new VerdictReading.Unreadable("the answer is none of the words that it may be");
    }
}
