package org.counterpoint.chat.ask;

import java.util.Locale;
import org.counterpoint.chat.ChatReply;

/**
 * Keeps spending within the budget: a question is asked only where there is room for the longest answer to it and to all
 * that are on their way. So a budget is kept but for the error of the prompt's estimated length.
 */
final class Purse {

    private final Budget budget;
    private final AnswerJournal journal;
    private ChatReply.Usage reserved = Usages.NOTHING;
    private int underWay;

    Purse(Budget budget, AnswerJournal journal) {
        this.budget = budget;
        this.journal = journal;
    }

    /** Waits for room where questions on their way may leave some. False where there will be none. */
    synchronized boolean reserve(ChatReply.Usage most) throws InterruptedException {
        while (!budget.allows(Usages.plus(journal.spent(), Usages.plus(reserved, most)))) {
            if (underWay == 0) {
                return false;
            }
            wait();
        }
        reserved = Usages.plus(reserved, most);
        underWay++;
        return true;
    }

    /** The question is no longer on its way; what it cost is in the journal. */
    synchronized void release(ChatReply.Usage most) {
        reserved = Usages.minus(reserved, most);
        underWay--;
        notifyAll();
    }

    /** Why asking ends. */
    String empty() {
        ChatReply.Usage spent = journal.spent();
        String tokens = Usages.tokens(spent) + " tokens" + (budget.tokens() > 0 ? " of " + budget.tokens() : "");
        String money = budget.money() > 0
                ? String.format(Locale.ROOT, ", %.4f of %.4f in money", budget.cost(spent), budget.money())
                : "";
        return "the budget is used up: " + tokens + money + "; one more answer might go beyond it";
    }
}
