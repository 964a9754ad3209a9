package org.counterpoint.eval.judge.job;

import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.eval.judge.AnswerPair;
import org.counterpoint.eval.judge.Asking;
import org.counterpoint.eval.judge.parse.VerdictReading;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code verdicts.jsonl}: every asking with the judge's own words. */
final class VerdictRows {
    private static final double NANOS_A_SECOND = 1e9;

    private VerdictRows() {}

    static ObjectNode row(AnswerPair comparison, Asking asking) {
        ObjectNode row = JsonNodeFactory.instance
                .objectNode()
                .put("id", comparison.id())
                .put("instruction", comparison.instruction())
                .put("view", asking.view().wireName())
                .put("attempt", asking.attempt());
        ChatReply reply = asking.reply();
        row.put("answer", reply == null ? null : reply.text());
        if (reply != null && reply.thought() != null) {
            row.put("thought", reply.thought());
        }
        reading(asking.reading(), row);
        if (reply != null) {
            row.put("model", reply.model()).put("finish", reply.finish());
            ChatReply.Usage usage = reply.usage();
            if (usage != null) {
                row.put("prompt_tokens", usage.promptTokens()).put("completion_tokens", usage.completionTokens());
            }
            row.put("seconds", reply.latency().toNanos() / NANOS_A_SECOND);
        }
        return row;
    }

    /** {@code parsed} is null where nothing could be read; {@code fault} says why. */
    private static void reading(VerdictReading reading, ObjectNode row) {
        if (reading instanceof VerdictReading.Preference preference) {
            ObjectNode parsed = row.putObject("parsed").put("preference_as_shown", preference.value());
            if (!preference.scores().isEmpty()) {
                ObjectNode scores = parsed.putObject("scores");
                for (Map.Entry<String, Double> score : new TreeMap<>(preference.scores()).entrySet()) {
                    scores.put(score.getKey(), score.getValue());
                }
            }
        } else if (reading instanceof VerdictReading.Rating rating) {
            row.putObject("parsed").put("rating", rating.value());
        } else if (reading instanceof VerdictReading.Unreadable unreadable) {
            row.putNull("parsed").put("fault", unreadable.why());
        }
    }
}
