package org.counterpoint.chat.ask;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.counterpoint.chat.Asked;
import org.counterpoint.chat.openai.Endpoint;
import org.counterpoint.chat.openai.OpenAiChatModel;
import org.counterpoint.store.Provenance;

/** A process of its own that asks questions until it is killed; it prints what it was told is answered. */
final class KilledAsker {

    static final Provenance IDENTITY = Provenance.of("kill", Map.of());
    static final Limits LIMITS = new Limits(4, 3, 0, 0, Duration.ofSeconds(5));

    private KilledAsker() {}

    /** @param args the server's URL, the output, how many questions */
    public static void main(String[] args) throws InterruptedException {
        Endpoint endpoint = Endpoint.of(args[0], "m", null, Duration.ofSeconds(30));
        try (AnswerJournal journal = AnswerJournal.open(Path.of(args[1]), IDENTITY, false);
                OpenAiChatModel model = new OpenAiChatModel(endpoint)) {
            new DurableAsker(model, journal, LIMITS, Budget.NONE, soFar -> {})
                    .ask(
                            Asked.questions(Integer.parseInt(args[2])).iterator(),
                            outcome -> System.out.println(outcome.request().id()));
        }
    }
}
