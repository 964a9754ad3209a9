package org.counterpoint.eval.judge;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.data.Progress;
import org.counterpoint.eval.judge.parse.VerdictReading;

/** Prefers the answer with the higher grade. There is nobody to ask, and no order to be swayed by. */
public record GradingJudge(Grader grader, Progress progress) implements PairJudge {

    @Override
    public AskingSummary judge(List<AnswerPair> comparisons, Consumer<Judged> verdicts) {
        for (int i = 0; i < comparisons.size(); i++) {
            verdicts.accept(judge(comparisons.get(i)));
            progress.update(i + 1, comparisons.size(), "verdicts");
        }
        return new AskingSummary(0, 0, 0, 0, 0, 0, 0, 0, null);
    }

    private Judged judge(AnswerPair comparison) {
        if (comparison.identical()) {
            return new Judged(comparison, Judged.Status.IDENTICAL, 1.5, List.of());
        }
        double baseline =
                grader.grade(comparison.instruction(), comparison.baseline()).score();
        double candidate =
                grader.grade(comparison.instruction(), comparison.candidate()).score();
        double preference = candidate > baseline ? 2 : candidate < baseline ? 1 : 1.5;
        VerdictReading reading =
                new VerdictReading.Preference(preference, Map.of("baseline", baseline, "candidate", candidate));
        return new Judged(
                comparison,
                Judged.Status.DECIDED,
                preference,
                List.of(new Asking(View.BASELINE_FIRST, 0, null, reading)));
    }
}
