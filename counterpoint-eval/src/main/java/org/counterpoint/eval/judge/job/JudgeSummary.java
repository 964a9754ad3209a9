package org.counterpoint.eval.judge.job;

import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.eval.judge.Judged.Status;
import org.counterpoint.stats.Interval;
import org.jspecify.annotations.Nullable;

/**
 * What judging came to.
 *
 * @param joined how the two files fitted together
 * @param results verdicts by what they say
 * @param asking what the judge was asked
 * @param position how the place of an answer swayed the judge; null where it saw one at a time or made no choice
 * @param setAside ledger lines by reason
 * @param truncated whether a file ended too early
 */
public record JudgeSummary(
        String annotator,
        String candidate,
        String baseline,
        Joined joined,
        Results results,
        Asked asking,
        @Nullable Position position,
        Map<String, Long> setAside,
        boolean truncated) {

    /** @param onlyCandidate answers of the candidate without one of the baseline */
    public record Joined(
            long rowsRead,
            long comparisons,
            long onlyCandidate,
            long onlyBaseline,
            long withoutReference,
            long emptyCandidate,
            long emptyBaseline) {}

    /**
     * @param identical ties that nobody was asked for, which are among {@code ties}
     * @param firstFault why the first answer that could not be read was none; empty where all could
     */
    public record Results(
            long candidateWins,
            long baselineWins,
            long ties,
            long identical,
            long unparsable,
            long failed,
            long notAsked,
            String firstFault) {}

    /**
     * @param answers of the judge, unreadable ones included
     * @param again those asked for because an earlier one could not be read
     * @param models answers by the model's name that the server reported
     */
    public record Asked(long answers, long again, Map<String, Long> models, AskingSummary summary) {}

    /**
     * @param firstPreferred how often the answer shown first was preferred, of all choices
     * @param choices instructions with a choice
     * @param bothOrders instructions judged in both orders
     * @param disagreements those among them where the two verdicts name different winners
     */
    public record Position(
            double firstPreferred, Interval interval, int choices, long bothOrders, long disagreements) {}

    static JudgeSummary of(
            JudgeRequest request,
            Comparisons comparisons,
            VerdictTally tally,
            AskingSummary asking,
            CountingLedger ledger) {
        Interval interval = tally.positions().interval();
        return new JudgeSummary(
                request.annotator(),
                comparisons.candidate(),
                comparisons.baseline(),
                new Joined(
                        comparisons.rowsRead(),
                        comparisons.list().size(),
                        comparisons.onlyCandidate(),
                        comparisons.onlyBaseline(),
                        comparisons.withoutReference(),
                        tally.emptyCandidate(),
                        tally.emptyBaseline()),
                new Results(
                        tally.candidateWins(),
                        tally.baselineWins(),
                        tally.ties(),
                        tally.count(Status.IDENTICAL),
                        tally.count(Status.UNPARSABLE),
                        tally.count(Status.FAILED),
                        tally.count(Status.NOT_ASKED),
                        tally.firstFault()),
                new Asked(tally.askings(), tally.askedAgain(), tally.reportedModels(), asking),
                interval == null
                        ? null
                        : new Position(
                                tally.positions().share(),
                                interval,
                                tally.positions().choices(),
                                tally.positions().bothOrders(),
                                tally.positions().disagreements()),
                ledger.byReason(),
                ledger.truncated());
    }

    /** Whether every comparison was put to the judge and answered. */
    public boolean complete() {
        return results.failed == 0 && results.notAsked == 0;
    }

    /** Whether the judge was asked, and nothing that it said is a verdict. */
    public boolean withoutVerdict() {
        long decided = results.candidateWins + results.baselineWins + results.ties - results.identical;
        return decided == 0 && results.unparsable > 0;
    }

    /** As {@code summary.json} holds it. What differs from run to run, such as time, is not in it. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("annotator", annotator);
        json.put("candidate", candidate);
        json.put("baseline", baseline);
        json.put("complete", complete());
        json.put("rows_read", joined.rowsRead);
        json.put("comparisons", joined.comparisons);
        json.put("only_candidate", joined.onlyCandidate);
        json.put("only_baseline", joined.onlyBaseline);
        json.put("without_reference", joined.withoutReference);
        json.put("empty_candidate", joined.emptyCandidate);
        json.put("empty_baseline", joined.emptyBaseline);
        json.put("candidate_wins", results.candidateWins);
        json.put("baseline_wins", results.baselineWins);
        json.put("ties", results.ties);
        json.put("identical", results.identical);
        json.put("unparsable", results.unparsable);
        json.put("failed", results.failed);
        json.put("not_asked", results.notAsked);
        json.put("judge_answers", asking.answers);
        json.put("asked_again", asking.again);
        json.put("judge_models", asking.models);
        json.put("uncounted", asking.summary.uncounted());
        json.put("prompt_tokens", asking.summary.promptTokens());
        json.put("completion_tokens", asking.summary.completionTokens());
        json.put("cost", Double.isFinite(asking.summary.cost()) ? asking.summary.cost() : null);
        json.put("position", position == null ? null : json(position));
        json.put("set_aside", setAside);
        return json;
    }

    private static Map<String, Object> json(Position position) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("first_preferred", position.firstPreferred);
        json.put("low", position.interval.low());
        json.put("high", position.interval.high());
        json.put("level", position.interval.level());
        json.put("method", position.interval.method());
        json.put("choices", position.choices);
        json.put("both_orders", position.bothOrders);
        json.put("disagreements", position.disagreements);
        return json;
    }
}
