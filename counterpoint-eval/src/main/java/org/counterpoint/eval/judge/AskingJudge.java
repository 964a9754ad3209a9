package org.counterpoint.eval.judge;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.counterpoint.chat.Asker;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Outcome;
import org.counterpoint.eval.judge.parse.VerdictReading;

/**
 * Asks a judge. All questions are put once; those whose answers cannot be read are put again, as another sample, up to
 * the judge's limit. Which questions there are depends on the answers only, so that a run that was stopped asks the
 * rest and nothing twice.
 */
public record AskingJudge(Judge judge, Asker asker) implements PairJudge {

    private record Question(int comparison, View view, int attempt) {}

    @Override
    public AskingSummary judge(List<AnswerPair> comparisons, Consumer<Judged> verdicts) throws InterruptedException {
        List<List<Asking>> askings = new ArrayList<>();
        List<Question> open = new ArrayList<>();
        for (int i = 0; i < comparisons.size(); i++) {
            askings.add(new ArrayList<>());
            if (!comparisons.get(i).identical()) {
                for (View view : judge.views(comparisons.get(i))) {
                    open.add(new Question(i, view, 0));
                }
            }
        }
        Sums sums = new Sums();
        for (int attempt = 0; attempt <= judge.retries() && !open.isEmpty() && !sums.stopped(); attempt++) {
            open = ask(comparisons, open, askings, sums);
        }
        for (int i = 0; i < comparisons.size(); i++) {
            AnswerPair comparison = comparisons.get(i);
            verdicts.accept(
                    comparison.identical()
                            ? new Judged(comparison, Judged.Status.IDENTICAL, 1.5, List.of())
                            : Combination.of(comparison, judge.views(comparison), askings.get(i)));
        }
        return sums.total();
    }

    /** Puts these questions once each; returns those to be put again. */
    private List<Question> ask(
            List<AnswerPair> comparisons, List<Question> questions, List<List<Asking>> askings, Sums sums)
            throws InterruptedException {
        Map<String, Question> byId = new ConcurrentHashMap<>();
        List<Question> again = new ArrayList<>();
        Iterator<ChatRequest> requests = questions.stream()
                .map(question -> {
                    ChatRequest request = request(comparisons.get(question.comparison), question);
                    byId.put(request.id(), question);
                    return request;
                })
                .iterator();
        sums.add(asker.ask(requests, outcome -> {
            Question question = byId.remove(outcome.request().id());
            if (question == null) {
                throw new IllegalStateException(
                        "an answer to no question: " + outcome.request().id());
            }
            Asking asking = read(question, outcome);
            askings.get(question.comparison).add(asking);
            if (asking.reply() != null && asking.reading() instanceof VerdictReading.Unreadable) {
                again.add(new Question(question.comparison, question.view, question.attempt + 1));
            }
        }));
        return again;
    }

    private ChatRequest request(AnswerPair comparison, Question question) {
        String id = comparison.id() + "/" + question.view.wireName();
        return new ChatRequest(
                id, judge.messages(comparison, question.view), judge.parameters(question.attempt), question.attempt);
    }

    private Asking read(Question question, Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered) {
            VerdictReading reading = judge.read(answered.reply());
            return new Asking(question.view, question.attempt, answered.reply(), reading);
        }
        Outcome.Failed failed = (Outcome.Failed) outcome;
        return new Asking(
                question.view,
                question.attempt,
                null,
                new VerdictReading.Unreadable(failed.reason() + ": " + failed.detail()));
    }

    /** The rounds' summaries together; what was spent is the last one's, which counts everything so far. */
    private static final class Sums {
        private AskingSummary sum = new AskingSummary(0, 0, 0, 0, 0, 0, 0, 0, null);

        void add(AskingSummary round) {
            sum = new AskingSummary(
                    sum.answered() + round.answered(),
                    sum.fromJournal() + round.fromJournal(),
                    sum.failed() + round.failed(),
                    sum.notAsked() + round.notAsked(),
                    round.promptTokens(),
                    round.completionTokens(),
                    sum.uncounted() + round.uncounted(),
                    round.cost(),
                    round.stopped());
        }

        boolean stopped() {
            return sum.stopped() != null;
        }

        AskingSummary total() {
            return sum;
        }
    }
}
