package org.counterpoint.app.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.answer.generate.GenerateJob;
import org.counterpoint.answer.generate.GenerateSettings;
import org.counterpoint.answer.generate.GenerateSummary;
import org.counterpoint.app.ExitCode;
import org.counterpoint.app.cluster.Cluster;
import org.counterpoint.app.cluster.ClusterPlace;
import org.counterpoint.app.ranks.SharedAnswers;
import org.counterpoint.console.Console;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.train.ranks.RankPlan;
import org.counterpoint.train.ranks.RankSettings;

/** Lets a checkpoint on this machine answer a file of prompts, and says what came of it. */
final class LocalAnswers {
    private LocalAnswers() {}

    /**
     * Runs to the end.
     *
     * @param budgetTokens how many tokens may be spent; 0: any number
     * @return the exit code
     */
    static int write(Console console, String command, GenerateSettings settings, long budgetTokens, boolean json) {
        GenerateSummary summary;
        try (ProgressDisplay progress = new ProgressDisplay(console, command)) {
            summary = GenerateJob.run(settings, budgetTokens, progress);
        }
        return print(console, settings, summary, budgetTokens, json);
    }

    /** As {@link #write}, as one of several ranks; those that do not lead have nothing to say. */
    static int write(
            Console console,
            GenerateSettings settings,
            RankPlan plan,
            RankSettings network,
            int threads,
            boolean json) {
        Optional<GenerateSummary> summary;
        try (ProgressDisplay progress = new ProgressDisplay(console, "generate")) {
            summary = SharedAnswers.write(settings, plan, network, threads, progress);
        }
        return summary.isPresent() ? print(console, settings, summary.get(), 0, json) : ExitCode.DONE;
    }

    /** As {@link #write}, with the model on a cluster. */
    static int write(Console console, String command, GenerateSettings settings, ClusterPlace place, boolean json) {
        GenerateSummary summary;
        try (ProgressDisplay progress = new ProgressDisplay(console, command)) {
            summary = Cluster.find().generate(place, settings, progress);
        }
        return print(console, settings, summary, 0, json);
    }

    private static int print(
            Console console, GenerateSettings settings, GenerateSummary summary, long budgetTokens, boolean json) {
        if (summary.firstSetAside() != null) {
            long count = summary.setAside().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            console.note(count + " prompts were left out, the first at "
                    + summary.firstSetAside().origin() + " ("
                    + summary.firstSetAside().reason() + ": "
                    + summary.firstSetAside().detail() + "); see "
                    + settings.ledger());
        }
        if (summary.notAsked() > 0) {
            console.note("stopped early: the budget of " + budgetTokens + " tokens is spent\n" + summary.notAsked()
                    + " answers are missing; the same command goes on, with a larger budget");
        }
        if (json) {
            console.json(json(settings, summary));
        } else {
            console.result(line(settings, summary));
        }
        int code = Truncation.exitCode(console, summary.truncated());
        return summary.notAsked() > 0 ? ExitCode.FAILED : code;
    }

    private static Map<String, Object> json(GenerateSettings settings, GenerateSummary summary) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("out", settings.out().toString());
        value.put("finished_before", summary.finishedBefore());
        value.put("answers", summary.answers());
        value.put("resumed", summary.resumed());
        value.put("not_asked", summary.notAsked());
        value.put("stopped", summary.stopped());
        value.put("elapsed_seconds", summary.elapsedSeconds());
        value.put("tokens", summary.tokens());
        value.put("set_aside", summary.setAside());
        return value;
    }

    private static String line(GenerateSettings settings, GenerateSummary summary) {
        if (summary.finishedBefore()) {
            return settings.out() + " was finished before with the same settings; nothing to do";
        }
        return summary.answers() + " answers"
                + (summary.resumed() > 0 ? " (" + summary.resumed() + " of them from an earlier run)" : "") + ", "
                + summary.stopped() + " ended by the model, " + summary.tokens() + " tokens"
                + (summary.answers() > 0 ? ", to " + settings.out() : "; nothing was written to " + settings.out());
    }
}
