package org.counterpoint.eval.judge.parse;

import org.counterpoint.chat.ChatReply;

/** Reads a judge's answer. Any answer gives a reading; none throws. */
public sealed interface VerdictParser
        permits RankingParser,
                LabelLogprobParser,
                ScorePairParser,
                MarkParser,
                ChoiceParser,
                RatingParser,
                RubricParser {

    Reading read(ChatReply reply);
}
