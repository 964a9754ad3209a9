package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.Locale;
import org.counterpoint.answer.judge.ComputedJudge;
import org.counterpoint.console.Console;
import org.counterpoint.eval.judge.file.ShippedJudges;
import org.counterpoint.eval.judge.job.JudgeSummary;

/** What {@code judge} says to a person. */
final class JudgeText {
    private static final double PERCENT = 100;

    private JudgeText() {}

    static void list(Console console) {
        for (String name : ShippedJudges.names()) {
            console.result(String.format(
                    Locale.ROOT, "%-18s%s", name, ShippedJudges.find(name).description()));
        }
        for (ComputedJudge judge : ComputedJudge.values()) {
            console.result(String.format(Locale.ROOT, "%-18s%s", judge.wireName(), judge.description()));
        }
    }

    /** What a person should know before the figures are believed. */
    static void notes(Console console, JudgeSummary summary, boolean person) {
        JudgeSummary.Joined joined = summary.joined();
        if (joined.onlyCandidate() > 0 || joined.onlyBaseline() > 0) {
            console.note("judge: " + joined.onlyCandidate() + " instructions are only in the candidate's file, "
                    + joined.onlyBaseline() + " only in the baseline's; they are not compared (no_counterpart in the"
                    + " ledger names them)");
        }
        if (summary.results().failed() > 0) {
            console.note("judge: " + summary.results().failed()
                    + " comparisons ended without an answer of the judge (judge_failed in the ledger); the same command"
                    + " asks for them again");
        }
        if (summary.results().notAsked() > 0 && person) {
            long seen = summary.joined().comparisons() - summary.results().notAsked();
            console.note("judge: you stopped after " + seen + " of "
                    + summary.joined().comparisons() + "; the same command goes on with the next one");
        } else if (summary.results().notAsked() > 0) {
            String why = summary.asking().summary().stopped();
            console.note("judge: " + summary.results().notAsked() + " comparisons were not asked: "
                    + (why == null ? "the asking ended" : why) + "; the same command goes on");
        }
        if (summary.withoutVerdict()) {
            console.note(
                    person
                            ? "judge: no verdict: you could not say on any of them"
                            : "judge: no verdict: nothing that the judge said could be read; the first: "
                                    + summary.results().firstFault()
                                    + "\n  verdicts.jsonl has the judge's own words; is it"
                                    + " a model that can do this, asked in the form that fits it (--list)?");
        }
        if (summary.asking().models().size() > 1) {
            console.note("judge: the server answered as different models: "
                    + summary.asking().models());
        }
    }

    static void print(Console console, JudgeSummary summary, Path out, boolean person) {
        JudgeSummary.Results results = summary.results();
        console.result(summary.joined().comparisons() + " comparisons of " + summary.candidate() + " with "
                + summary.baseline() + ", judged by " + summary.annotator());
        console.result("candidate better " + results.candidateWins() + ", baseline better " + results.baselineWins()
                + ", ties " + results.ties()
                + (results.identical() > 0 ? " (" + results.identical() + " equal texts, not asked)" : ""));
        if (results.unparsable() > 0) {
            console.result("no verdict " + results.unparsable()
                    + (person ? " (you could not say)" : " (answers that could not be read)"));
        }
        if (summary.asking().answers() > 0 && !person) {
            console.result("the judge answered " + summary.asking().answers() + " times, "
                    + summary.asking().again() + " of them asked again; "
                    + summary.asking().summary().tokens()
                    + (Double.isFinite(summary.asking().summary().cost())
                            ? String.format(
                                    Locale.ROOT,
                                    ", cost %.4f",
                                    summary.asking().summary().cost())
                            : ""));
        }
        position(console, summary);
        SetAside.print(console, summary.setAside(), out.resolve("ledger.jsonl"));
        boolean verdicts = results.candidateWins() + results.baselineWins() + results.ties() > 0;
        console.result("written to " + out + "; next: "
                + (verdicts && !summary.withoutVerdict()
                        ? "counterpoint winrate " + out.resolve("annotations.json")
                        : summary.complete()
                                ? "read " + out.resolve("verdicts.jsonl") + ", then judge again with --overwrite"
                                : "the same command again, which asks for what is missing"));
    }

    private static void position(Console console, JudgeSummary summary) {
        JudgeSummary.Position position = summary.position();
        if (position == null) {
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "position: the answer shown first was preferred in %.1f %% of choices (%.0f %% interval %.1f to %.1f,"
                        + " %s; no bias: 50)",
                PERCENT * position.firstPreferred(),
                PERCENT * position.interval().level(),
                PERCENT * position.interval().low(),
                PERCENT * position.interval().high(),
                position.interval().method()));
        if (position.bothOrders() > 0) {
            console.result(position.disagreements() + " of " + position.bothOrders()
                    + " verdicts changed with the order (the mean of the two counts)");
        }
    }
}
