package org.counterpoint.pairs.core.verdict;

import java.io.Serializable;
import org.counterpoint.data.Origin;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Verdict;

/**
 * What is kept of a verdict: of its texts only hashes. The two models stand in the order of their names, so that both orders
 * of a row meet.
 *
 * @param prompt the prompt's id by its text
 * @param lowText a hash of the text of the model whose name comes first
 * @param highWins how much the model whose name comes second is preferred, from 0 to 1
 * @param category the part of the test set, empty where none is named
 */
public record JudgedAnswers(
        String prompt,
        String low,
        String high,
        int lowText,
        int highText,
        double highWins,
        String category,
        Origin origin)
        implements Serializable {

    /** That of a verdict, placed where the row says. */
    public static JudgedAnswers of(Verdict verdict) {
        Verdict.Side first = verdict.first();
        Verdict.Side second = verdict.second();
        boolean rising = first.model().compareTo(second.model()) <= 0;
        Verdict.Side low = rising ? first : second;
        Verdict.Side high = rising ? second : first;
        return new JudgedAnswers(
                PromptIds.of(verdict.prompt()),
                low.model(),
                high.model(),
                low.text().hashCode(),
                high.text().hashCode(),
                rising ? verdict.secondWins() : 1 - verdict.secondWins(),
                verdict.category(),
                verdict.origin());
    }

    /** The same at the place that it has in the whole file. */
    public JudgedAnswers at(Origin place) {
        return new JudgedAnswers(prompt, low, high, lowText, highText, highWins, category, place);
    }
}
