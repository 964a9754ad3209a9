package org.counterpoint.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.counterpoint.answer.local.LocalChatModel;
import org.counterpoint.answer.local.LocalReward;
import org.counterpoint.chat.Asker;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatModel;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Outcome;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Progress;
import org.counterpoint.eval.judge.AnswerPair;
import org.counterpoint.eval.judge.AskingJudge;
import org.counterpoint.eval.judge.GradingJudge;
import org.counterpoint.eval.judge.Judge;
import org.counterpoint.eval.judge.Judged;
import org.counterpoint.eval.judge.PairJudge;
import org.counterpoint.eval.judge.file.ShippedJudges;
import org.counterpoint.eval.judge.parse.LabelLogprobParser;

/**
 * Says which of two answers is better: a model that is asked, or a reward model that scores both. What needs journals,
 * budgets and many comparisons is the command {@code judge}. For one thread.
 */
public final class TextJudge implements AutoCloseable {

    /** A verdict on two answers. */
    public enum Choice {
        FIRST,
        SECOND,
        /** Neither is better. */
        TIE,
        /** The judge gave no verdict that can be read. */
        NONE
    }

    private final PairJudge judge;
    private final AutoCloseable asked;

    private TextJudge(PairJudge judge, AutoCloseable asked) {
        this.judge = judge;
        this.asked = asked;
    }

    /**
     * A model of this machine that is asked.
     *
     * @param name a judge that ships, such as {@code ranking} or {@code weighted-logprob}, or a judge's file
     * @throws org.counterpoint.data.InputException where there is no such judge
     * @throws org.counterpoint.engine.ModelException where the folder cannot be used
     */
    public static TextJudge asking(Path folder, String name) {
        Judge found = ShippedJudges.find(name);
        Set<String> labels = found.parser() instanceof LabelLogprobParser parser
                ? Set.of(parser.first(), parser.second())
                : Set.of();
        LocalChatModel model = LocalChatModel.open(folder, null, folder.toString(), labels);
        return new TextJudge(new AskingJudge(found, new OneByOne(model)), model);
    }

    /**
     * A reward model of this machine: the answer with the higher score is better.
     *
     * @throws org.counterpoint.engine.ModelException where the folder cannot be used
     */
    public static TextJudge scoring(Path folder) {
        LocalReward model = LocalReward.open(folder, null);
        return new TextJudge(new GradingJudge(model, Progress.NONE), model);
    }

    /**
     * Which of two answers to a question is better.
     *
     * @throws InterruptedException where this thread is stopped
     */
    public Choice choose(String question, String first, String second) throws InterruptedException {
        List<Judged> verdicts = new ArrayList<>();
        judge.judge(
                List.of(new AnswerPair("1", question, first, second, null, new Origin("memory", 1))), verdicts::add);
        Double preference = verdicts.get(0).preference();
        if (preference == null) {
            return Choice.NONE;
        }
        return preference < 1.5 ? Choice.FIRST : preference > 1.5 ? Choice.SECOND : Choice.TIE;
    }

    @Override
    public void close() {
        try {
            asked.close();
        } catch (Exception e) {
            throw new IllegalStateException(e); // both kinds of model close without one
        }
    }

    /** One question after the other, once each: a model of this machine has no bad days. */
    private record OneByOne(ChatModel model) implements Asker {
        @Override
        public AskingSummary ask(Iterator<ChatRequest> requests, Consumer<Outcome> outcomes)
                throws InterruptedException {
            long answered = 0;
            long failed = 0;
            while (requests.hasNext()) {
                ChatRequest request = requests.next();
                try {
                    outcomes.accept(new Outcome.Answered(request, model.reply(request)));
                    answered++;
                } catch (ChatException e) {
                    outcomes.accept(new Outcome.Failed(request, e.reason(), String.valueOf(e.getMessage())));
                    failed++;
                }
            }
            return new AskingSummary(answered, 0, failed, 0, 0, 0, 0, 0, null);
        }
    }
}
