package org.counterpoint.eval.judge.parse;

import org.counterpoint.chat.ChatReply;
import org.counterpoint.data.Thoughts;

/** Reads a judge's answer. Any answer gives a reading; none throws. */
public sealed interface VerdictParser
        permits RankingParser,
                LabelLogprobParser,
                ScorePairParser,
                MarkParser,
                ChoiceParser,
                RatingParser,
                RubricParser {

    /** What an answer says that is not thought in it. */
    default VerdictReading read(ChatReply reply, Thoughts thoughts) {
        ChatReply spoken = Spoken.of(reply, thoughts);
        if (spoken == null) {
            return new VerdictReading.Unreadable("the answer ends within the judge's thoughts"
                    + (isCut(reply) ? ": the limit of tokens cut it off; a larger max_tokens leaves room" : ""));
        }
        if (spoken != reply && spoken.text().isBlank()) {
            return new VerdictReading.Unreadable("there is no answer after the judge's thoughts");
        }
        return read(spoken);
    }

    /** What an answer without thoughts says. */
    VerdictReading read(ChatReply reply);

    /** Whether the limit cut an answer off, so that its last word was perhaps not said. */
    static boolean isCut(ChatReply reply) {
        return "length".equals(reply.finish());
    }
}
