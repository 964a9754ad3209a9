package org.counterpoint.chat.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.counterpoint.chat.Asked;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Outcome;
import org.counterpoint.chat.openai.Endpoint;
import org.counterpoint.chat.openai.OpenAiChatModel;
import org.counterpoint.data.write.OutputRecord;
import org.counterpoint.testing.FakeServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableAskerTest {

    private static final OutputRecord IDENTITY = new OutputRecord("test", Map.of("model", "m"));
    private static final Limits FOUR = new Limits(4, 3, 0, 0, Duration.ofMillis(500));
    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(20), new java.util.Random(1));

    @TempDir
    Path folder;

    private final List<Outcome> outcomes = new ArrayList<>();

    @Test
    void outcomesComeInTheQuestionsOrder() throws Exception {
        try (FakeServer server = FakeServer.start(question -> out -> {
            Thread.sleep(question.number() % 4 == 0 ? 30 : 1);
            FakeServer.text("re " + question.text()).write(out);
        })) {
            AskingSummary summary = ask(server, Asked.questions(150), FOUR, Budget.NONE);
            assertThat(texts())
                    .isEqualTo(Asked.questions(150).map(q -> "re " + q.id()).toList());
            assertThat(server.mostAtOnce()).isBetween(2, 4);
            assertThat(summary).isEqualTo(new AskingSummary(150, 0, 0, 0, 1500, 750, Double.NaN, null));
        }
    }

    @Test
    void whatWasAnsweredIsNotAskedAgain() throws Exception {
        try (FakeServer server = FakeServer.echo()) {
            ask(server, Asked.questions(10), FOUR, Budget.NONE);
            AskingSummary summary = ask(server, Asked.questions(15), FOUR, Budget.NONE);
            assertThat(server.questions()).hasSize(15);
            assertThat(summary.answered()).isEqualTo(15);
            assertThat(summary.fromJournal()).isEqualTo(10);
            assertThat(summary.promptTokens()).isEqualTo(150);
            assertThat(texts())
                    .containsExactlyElementsOf(
                            Asked.questions(15).map(ChatRequest::id).toList());
        }
    }

    @Test
    void equalQuestionsAreAskedOnceAndAnsweredEach() throws Exception {
        ChatRequest one = Asked.question("same");
        ChatRequest two = new ChatRequest("other id", one.messages(), one.parameters(), 0);
        ChatRequest sample = new ChatRequest("same", one.messages(), one.parameters(), 1);
        AtomicInteger count = new AtomicInteger();
        try (FakeServer server = FakeServer.start(question -> FakeServer.text("answer " + count.incrementAndGet()))) {
            ask(server, Stream.of(one, two, sample), new Limits(1, 0, 0, 0, Duration.ZERO), Budget.NONE);
            assertThat(texts()).containsExactly("answer 1", "answer 1", "answer 2");
            assertThat(outcomes).extracting(o -> o.request().id()).containsExactly("same", "other id", "same");
        }
    }

    @Test
    void whatMayPassIsTriedAgainAndWhatDoesNotIsNot() throws Exception {
        Map<String, Function<Integer, FakeServer.Answer>> scripts = Map.of(
                "q0", n -> n < 3 ? FakeServer.status(503, "") : FakeServer.text("at last"),
                "q1", n -> FakeServer.status(400, "{\"error\":{\"message\":\"too long\"}}"),
                "q2", n -> FakeServer.status(500, "oh"),
                "q3", n -> n < 2 ? FakeServer.dropped() : FakeServer.text("held"),
                "q4", n -> n < 1 ? FakeServer.torn(FakeServer.completion("x").toString()) : FakeServer.text("whole"));
        try (FakeServer server =
                FakeServer.start(question -> scripts.get(question.text()).apply((int) Math.max(0, server(question))))) {
            current = server;
            AskingSummary summary = ask(server, Asked.questions(5), FOUR, Budget.NONE);
            assertThat(summary.answered()).isEqualTo(3);
            assertThat(summary.failed()).isEqualTo(2);
            assertThat(timesAsked(server, "q0")).isEqualTo(4);
            assertThat(timesAsked(server, "q1")).isEqualTo(1);
            assertThat(timesAsked(server, "q2")).isEqualTo(4);
            assertThat(outcomes.get(1))
                    .isEqualTo(new Outcome.Failed(Asked.question("q1"), "http_400", "HTTP 400: too long"));
            assertThat(outcomes.get(2))
                    .isEqualTo(new Outcome.Failed(Asked.question("q2"), "http_500", "after 4 tries: HTTP 500: oh"));
            assertThat(texts()).containsExactly("at last", "held", "whole");
        }
    }

    private FakeServer current;

    /** How often the question was asked before. */
    private long server(FakeServer.Question question) {
        return timesAsked(current, question.text()) - 1;
    }

    private static long timesAsked(FakeServer server, String text) {
        return server.questions().stream().filter(q -> q.text().equals(text)).count();
    }

    private AskingSummary ask(FakeServer server, Stream<ChatRequest> questions, Limits limits, Budget budget)
            throws InterruptedException {
        outcomes.clear();
        try (OpenAiChatModel model = new OpenAiChatModel(Endpoint.of(server.url(), "m", null, Duration.ofSeconds(30)));
                AnswerJournal journal = AnswerJournal.open(folder.resolve("out.jsonl"), IDENTITY, false)) {
            DurableAsker asker = new DurableAsker(model, journal, limits, budget, soFar -> {}, QUICK);
            return asker.ask(questions.iterator(), outcomes::add);
        }
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Answered answered) {
                texts.add(answered.reply().text());
            }
        }
        return texts;
    }
}
