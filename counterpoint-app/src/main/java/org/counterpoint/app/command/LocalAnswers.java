package org.counterpoint.app.command;

import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.app.console.Console;
import org.counterpoint.app.console.ProgressDisplay;
import org.counterpoint.app.generate.GenerateJob;
import org.counterpoint.app.generate.GenerateSettings;
import org.counterpoint.app.generate.GenerateSummary;

/** Lets a checkpoint on this machine answer a file of prompts, and says what came of it. */
final class LocalAnswers {
    private LocalAnswers() {}

    /** Runs to the end; the exit code. */
    static int write(Console console, String command, GenerateSettings settings, boolean json) {
        GenerateSummary summary;
        try (ProgressDisplay progress = new ProgressDisplay(console, command)) {
            summary = GenerateJob.run(settings, progress);
        }
        if (summary.firstSetAside() != null) {
            long count = summary.setAside().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            console.note(count + " prompts were set aside, the first at "
                    + summary.firstSetAside().origin() + " ("
                    + summary.firstSetAside().reason() + "); see " + settings.out()
                    + ".ledger.jsonl");
        }
        if (json) {
            console.json(json(settings, summary));
        } else {
            console.result(line(settings, summary));
        }
        return Truncation.exitCode(console, summary.truncated());
    }

    private static Map<String, Object> json(GenerateSettings settings, GenerateSummary summary) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("out", settings.out().toString());
        value.put("finished_before", summary.finishedBefore());
        value.put("answers", summary.answers());
        value.put("resumed", summary.resumed());
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
                + summary.stopped() + " ended by the model, " + summary.tokens() + " tokens, to " + settings.out();
    }
}
