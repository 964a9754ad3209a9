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
import org.counterpoint.store.Provenance;
import org.counterpoint.testing.FakeServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableAskerTest {

    private static final Provenance IDENTITY = Provenance.of("test", Map.of("model", "m"));
    private static final Limits FOUR = new Limits(4, 3, 0, 0, Duration.ofMillis(500));
    private static final Limits ONE = new Limits(1, 3, 0, 0, Duration.ofMillis(500));
    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(20), new java.util.Random(1));

    @TempDir
    Path folder;

    private final List<Outcome> outcomes = new ArrayList<>();

    @Test
    void outcomesComeInTheQuestionsOrder() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger mostAtOnce = new AtomicInteger();
        try (FakeServer server = FakeServer.start(question -> out -> {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            Thread.sleep(question.number() % 4 == 0 ? 30 : 1);
            // Before the answer: its reader may ask the next question before this thread goes on.
            atOnce.decrementAndGet();
            FakeServer.text("re " + question.text()).write(out);
        })) {
            AskingSummary summary = ask(server, Asked.questions(150), FOUR, Budget.NONE);
            assertThat(texts())
                    .isEqualTo(Asked.questions(150).map(q -> "re " + q.id()).toList());
            assertThat(mostAtOnce.get()).isBetween(2, 4);
            assertThat(summary).isEqualTo(new AskingSummary(150, 0, 0, 0, 1500, 750, 0, Double.NaN, null));
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

    @Test
    void everybodyWaitsAsTheServerAsks() throws Exception {
        try (FakeServer server = FakeServer.start(question -> question.number() == 0
                ? FakeServer.status(429, "", "Retry-After: 1")
                : FakeServer.text(question.text()))) {
            AskingSummary summary = ask(server, Asked.questions(3), ONE, Budget.NONE);
            assertThat(summary.answered()).isEqualTo(3);
            List<FakeServer.Question> asked = server.questions();
            assertThat(asked.get(1).nanoTime() - asked.get(0).nanoTime())
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
        }
    }

    @Test
    void aServerThatAsksToWaitForTooLongIsLeft() throws Exception {
        try (FakeServer server = FakeServer.start(question -> FakeServer.status(429, "", "Retry-After: 3600"))) {
            AskingSummary summary = ask(server, Asked.questions(30), ONE, Budget.NONE);
            assertThat(summary.stopped()).isEqualTo("the server asks to wait for 3600 s");
            assertThat(summary.notAsked()).isEqualTo(30);
            assertThat(server.questions()).hasSize(1);
        }
    }

    @Test
    void aServerThatStaysDownIsLeftAndAskedAgainLater() throws Exception {
        AtomicInteger broken = new AtomicInteger(1);
        try (FakeServer server = FakeServer.start(question -> broken.get() > 0 && question.number() >= 10
                ? FakeServer.status(503, "away")
                : FakeServer.text(question.text()))) {
            AskingSummary stopped = ask(server, Asked.questions(200), FOUR, Budget.NONE);
            assertThat(stopped.stopped())
                    .startsWith("the server has been down for")
                    .endsWith("HTTP 503: away");
            assertThat(stopped.answered()).isEqualTo(10);
            assertThat(stopped.failed() + stopped.notAsked()).isEqualTo(190);
            assertThat(stopped.failed()).as("none but the first in a row").isLessThanOrEqualTo(5);

            broken.set(0);
            AskingSummary after = ask(server, Asked.questions(200), FOUR, Budget.NONE);
            assertThat(after.answered() + after.failed()).isEqualTo(200);
            assertThat(after.notAsked()).isZero();
        }
    }

    @Test
    void aBudgetIsKeptAndEarlierProcessesCount() throws Exception {
        try (FakeServer server = FakeServer.echo()) {
            // A question is 15 tokens, but may be some 110: it is not asked where that might not fit.
            AskingSummary first = ask(server, Asked.questions(20), FOUR, new Budget(200, 0, 1, 2));
            long spent = first.promptTokens() + first.completionTokens();
            assertThat(spent).isBetween(90L, 200L);
            assertThat(first.answered() * 15).isEqualTo(spent);
            assertThat(first.notAsked()).isEqualTo(20 - first.answered());
            assertThat(first.stopped()).startsWith("the budget is used up: " + spent + " tokens of 200");
            assertThat(first.cost()).isEqualTo((10 + 2 * 5) * first.answered() / 1e6);

            AskingSummary second = ask(server, Asked.questions(20), FOUR, new Budget(200, 0, 1, 2));
            assertThat(second.answered()).isEqualTo(first.answered());
            assertThat(server.questions()).hasSize((int) first.answered());
        }
    }

    @Test
    void failuresHoldUntilAProcessEndsInGoodOrder() throws Exception {
        try (FakeServer server = FakeServer.start(question -> FakeServer.status(400, "no"))) {
            ask(server, Asked.questions(2), FOUR, Budget.NONE);
            assertThat(ask(server, Asked.questions(2), FOUR, Budget.NONE).failed())
                    .isEqualTo(2);
            assertThat(server.questions()).hasSize(2);
            try (AnswerJournal journal = AnswerJournal.open(folder.resolve("out.jsonl"), IDENTITY, false)) {
                journal.end();
            }
            assertThat(ask(server, Asked.questions(2), FOUR, Budget.NONE).failed())
                    .isEqualTo(2);
            assertThat(server.questions()).hasSize(4);
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
