package org.counterpoint.chat.ask;

import org.counterpoint.chat.ChatReply;
import org.counterpoint.data.InputException;

/**
 * What may be spent on a journal's questions, earlier processes' spending included.
 *
 * @param tokens of questions and answers; 0: no limit
 * @param money in the prices' currency; 0: no limit
 * @param promptPrice of a million tokens of questions; NaN where it is not known
 * @param completionPrice of a million tokens of answers; NaN where it is not known
 */
public record Budget(long tokens, double money, double promptPrice, double completionPrice) {

    public static final Budget NONE = new Budget(0, 0, Double.NaN, Double.NaN);

    private static final double MILLION = 1e6;

    /** @throws InputException where a number makes no sense, or money is limited and prices are not known */
    public Budget {
        if (tokens < 0 || !(money >= 0) || promptPrice < 0 || completionPrice < 0) {
            throw new InputException("budgets and prices are 0 or more");
        }
        if (Double.isNaN(promptPrice) != Double.isNaN(completionPrice)) {
            throw new InputException("one of the two prices is missing: give those of a million tokens in and out");
        }
        if (money > 0 && Double.isNaN(promptPrice)) {
            throw new InputException("a budget in money needs the prices of a million tokens in and out");
        }
    }

    /** What these tokens cost; NaN where the prices are not known. */
    public double cost(ChatReply.Usage spent) {
        return (spent.promptTokens() * promptPrice + spent.completionTokens() * completionPrice) / MILLION;
    }

    /** Whether this may be spent in all. */
    boolean allows(ChatReply.Usage inAll) {
        boolean tokensFit = tokens == 0 || inAll.promptTokens() + inAll.completionTokens() <= tokens;
        return tokensFit && (money == 0 || cost(inAll) <= money);
    }
}
