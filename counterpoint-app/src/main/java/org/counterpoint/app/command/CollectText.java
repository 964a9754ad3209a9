package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.answer.collect.CollectSettings;
import org.counterpoint.answer.collect.CollectSummary;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.console.Console;
import org.counterpoint.data.LedgerEntry;

/** What {@code collect} says at its end. */
final class CollectText {

    private CollectText() {}

    /** What is missing, why, and how to go on. */
    static void notes(Console console, CollectSettings settings, CollectSummary summary) {
        AskingSummary asking = summary.asking();
        if (asking.stopped() != null) {
            console.note("stopped early: " + asking.stopped() + "\n" + asking.notAsked()
                    + " were not asked; the same command goes on, with a larger budget or when the server is back");
        }
        LedgerEntry first = summary.firstSetAside();
        if (first != null) {
            long count = summary.setAside().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            console.note(count + " in " + CollectSettings.ledgerOf(settings.out()) + ", the first of " + first.origin()
                    + ": " + first.reason() + ": " + first.detail());
        }
        if (asking.failed() > 0) {
            console.note(asking.failed() + " ended without an answer; the same command asks them again");
        }
    }

    static String line(Path out, CollectSummary summary) {
        if (summary.finishedBefore()) {
            return out + " was finished before with the same settings; nothing to do";
        }
        AskingSummary asking = summary.asking();
        String earlier = asking.fromJournal() > 0 ? " (" + asking.fromJournal() + " of them from an earlier run)" : "";
        String cost = Double.isNaN(asking.cost()) ? "" : String.format(Locale.ROOT, ", cost %.4f", asking.cost());
        return asking.answered() + " answers" + earlier + ", " + summary.cutOff() + " cut by length, "
                + asking.tokens() + cost
                + (asking.answered() > 0 ? ", to " + out : "; nothing was written to " + out);
    }

    static Map<String, Object> json(Path out, CollectSummary summary) {
        AskingSummary asking = summary.asking();
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("out", out.toString());
        value.put("finished_before", summary.finishedBefore());
        value.put("answers", asking.answered());
        value.put("resumed", asking.fromJournal());
        value.put("failed", asking.failed());
        value.put("not_asked", asking.notAsked());
        value.put("cut_off", summary.cutOff());
        value.put("uncounted", asking.uncounted());
        value.put("prompt_tokens", asking.promptTokens());
        value.put("completion_tokens", asking.completionTokens());
        value.put("cost", Double.isNaN(asking.cost()) ? null : asking.cost());
        value.put("elapsed_seconds", summary.elapsedSeconds());
        value.put("stopped", asking.stopped());
        value.put("set_aside", summary.setAside());
        return value;
    }
}
