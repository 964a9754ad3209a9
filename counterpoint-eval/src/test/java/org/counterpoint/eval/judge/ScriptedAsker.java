package org.counterpoint.eval.judge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.counterpoint.chat.Asker;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Outcome;

/** Answers at once what a function says; a null answer is a failure. */
public final class ScriptedAsker implements Asker {
    /** What was asked, in order. */
    public final List<ChatRequest> asked = new ArrayList<>();

    private final Function<ChatRequest, String> script;
    private final int budget;

    public ScriptedAsker(Function<ChatRequest, String> script, int budget) {
        this.script = script;
        this.budget = budget;
    }

    @Override
    public AskingSummary ask(Iterator<ChatRequest> requests, Consumer<Outcome> outcomes) {
        long answered = 0;
        long failed = 0;
        long left = 0;
        while (requests.hasNext()) {
            ChatRequest request = requests.next();
            if (asked.size() == budget) {
                left++;
                continue;
            }
            asked.add(request);
            String text = script.apply(request);
            if (text.equals("FAIL")) {
                failed++;
                outcomes.accept(new Outcome.Failed(request, "http_400", "the server refused it"));
            } else {
                answered++;
                ChatReply reply = new ChatReply(text, null, "judge-1", "stop", null, Duration.ofMillis(5), List.of());
                outcomes.accept(new Outcome.Answered(request, reply));
            }
        }
        return new AskingSummary(
                answered, 0, failed, left, 0, 0, 0, Double.NaN, left > 0 ? "the budget is spent" : null);
    }
}
