package org.counterpoint.serve.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Outcome;
import org.counterpoint.chat.ask.AnswerJournal;
import org.counterpoint.chat.ask.RespondentAsker;
import org.counterpoint.data.Message;
import org.counterpoint.data.Role;
import org.counterpoint.store.Provenance;
import org.counterpoint.testing.BrowserCheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HumanInBrowserTest {
    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Outcome> outcomes = new ArrayList<>();

    static ChatRequest request(int i) {
        List<Message> messages = List.of(
                new Message(Role.USER, "<b>What " + i + "?</b>"),
                new Message(Role.USER, "one " + i),
                new Message(Role.USER, "two " + i));
        return new ChatRequest("q" + i, messages, new ChatParameters(1, null, null, null, 0), 0);
    }

    /** Asks as a judging command does. */
    private CompletableFuture<AskingSummary> ask(HumanInBrowser page, int questions) {
        outcomes.clear();
        return CompletableFuture.supplyAsync(() -> {
            try (AnswerJournal journal =
                    AnswerJournal.open(folder.resolve("out"), Provenance.of("judge", Map.of()), false)) {
                return new RespondentAsker(page, journal, summary -> {})
                        .ask(
                                IntStream.range(0, questions)
                                        .mapToObj(HumanInBrowserTest::request)
                                        .iterator(),
                                outcomes::add);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private List<String> verdicts() {
        return outcomes.stream()
                .map(Outcome.Answered.class::cast)
                .map(outcome -> outcome.reply().text()
                        + (outcome.reply().thought() == null
                                ? ""
                                : " " + outcome.reply().thought()))
                .toList();
    }

    /** A browser: what it was told last, and keys for that. */
    private final class Browser implements AutoCloseable {
        private final HumanInBrowser page;
        private final BufferedReader events;
        private JsonNode state = JsonMapper.shared().missingNode();

        Browser(HumanInBrowser page) throws IOException, InterruptedException {
            this.page = page;
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(page.url() + "question")).build();
            events = new BufferedReader(new InputStreamReader(
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                            .body(),
                    StandardCharsets.UTF_8));
        }

        JsonNode waiting() throws IOException {
            do {
                String line = String.valueOf(events.readLine());
                if (line.startsWith("data: ")) {
                    state = JsonMapper.shared().readTree(line.substring("data: ".length()));
                }
                assertThat(line).isNotEqualTo("null");
            } while (!state.has("number"));
            return state;
        }

        int post(long number, String key, String comment, String... headers) throws IOException, InterruptedException {
            String body = JsonMapper.shared()
                    .createObjectNode()
                    .put("number", number)
                    .put("key", key)
                    .put("comment", comment)
                    .toString();
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(page.url() + "verdict"))
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }

        /** Presses a key for what waits, and waits for what comes next. */
        JsonNode press(String key, String comment) throws IOException, InterruptedException {
            assertThat(post(state.path("number").asLong(), key, comment, "Content-Type", "application/json"))
                    .isEqualTo(200);
            state = JsonMapper.shared().missingNode();
            return key.equals("f") || key.equals("q") ? state : waiting();
        }

        @Override
        public void close() throws IOException {
            events.close();
        }
    }

    @Test
    void saysWhichPairOfHowManyAndTakesOneKeyAPair() throws Exception {
        try (HumanInBrowser page = HumanInBrowser.open(0);
                Browser browser = new Browser(page)) {
            CompletableFuture<AskingSummary> asked = ask(page, 2);
            JsonNode state = browser.waiting();
            assertThat(state.path("place").asInt()).isEqualTo(1);
            assertThat(state.path("of").asInt()).isEqualTo(2);
            assertThat(state.path("instruction").asString()).isEqualTo("<b>What 0?</b>");
            // It is blind: nothing on the page says whose an answer is.
            assertThat(state.propertyNames())
                    .containsExactlyInAnyOrder("left", "number", "place", "of", "instruction", "first", "second");
            long number = state.path("number").asLong();
            String json = "application/json";
            assertThat(browser.post(number, "1", "")).isEqualTo(415);
            assertThat(browser.post(number + 1, "1", "", "Content-Type", json)).isEqualTo(409);
            assertThat(browser.post(number, "7", "", "Content-Type", json)).isEqualTo(409);
            assertThat(browser.post(number, "f", "", "Content-Type", json)).isEqualTo(409);
            assertThat(browser.post(number, "1", "x".repeat(10_001), "Content-Type", json))
                    .isEqualTo(413);
            assertThat(browser.post(number, "1", "", "Content-Type", json, "Origin", "http://evil.example"))
                    .isEqualTo(403);
            assertThat(browser.press("1", " it is shorter ").path("place").asInt())
                    .isEqualTo(2);
            assertThat(browser.post(number, "2", "", "Content-Type", json)).isEqualTo(409);
            assertThat(browser.press("0", "").has("first")).isFalse();
            browser.press("f", "");
            assertThat(asked.get().answered()).isEqualTo(2);
            assertThat(verdicts()).containsExactly("1 it is shorter", "0");
        }
    }

    @Test
    void aVerdictCanBeTakenBack() throws Exception {
        try (HumanInBrowser page = HumanInBrowser.open(0);
                Browser browser = new Browser(page)) {
            CompletableFuture<AskingSummary> asked = ask(page, 3);
            browser.waiting();
            browser.press("1", "first thought");
            browser.press("2", "");
            browser.press("u", "");
            JsonNode back = browser.press("u", "");
            assertThat(back.path("place").asInt()).isEqualTo(1);
            assertThat(back.path("key").asString()).isEqualTo("1");
            assertThat(back.path("comment").asString()).isEqualTo("first thought");
            // The second keeps its verdict, so the third comes next.
            assertThat(browser.press("s", "").path("place").asInt()).isEqualTo(3);
            assertThat(browser.press("1", "").has("first")).isFalse();
            assertThat(browser.press("u", "").path("key").asString()).isEqualTo("1");
            browser.press("2", "");
            browser.press("f", "");
            assertThat(asked.get().stopped()).isNull();
            assertThat(verdicts()).containsExactly("s", "2", "2");
        }
    }

    @Test
    void whatWasAnsweredIsNotAskedAgainAfterLeaving() throws Exception {
        try (HumanInBrowser page = HumanInBrowser.open(0);
                Browser browser = new Browser(page)) {
            CompletableFuture<AskingSummary> asked = ask(page, 3);
            browser.waiting();
            browser.press("2", "");
            browser.press("q", "");
            assertThat(asked.get().stopped()).isEqualTo("the person stopped");
            assertThat(asked.get().answered()).isEqualTo(1);
            assertThat(asked.get().notAsked()).isEqualTo(2);
        }
        try (HumanInBrowser page = HumanInBrowser.open(0);
                Browser browser = new Browser(page)) {
            CompletableFuture<AskingSummary> asked = ask(page, 3);
            assertThat(browser.waiting().path("place").asInt()).isEqualTo(2);
            browser.press("1", "");
            browser.press("1", "");
            browser.press("f", "");
            assertThat(asked.get().fromJournal()).isEqualTo(1);
            assertThat(verdicts()).containsExactly("2", "1", "1");
        }
    }

    @Test
    @Tag("slow")
    void aPersonMeetsNoFaultInARealBrowser() throws Exception {
        try (HumanInBrowser page = HumanInBrowser.open(0)) {
            CompletableFuture<AskingSummary> asked = ask(page, 3);
            BrowserCheck check = BrowserCheck.run("judge-check", page.url(), folder.resolve("log"));
            assumeTrue(check.lacking() == null, "skipped: " + check.lacking());
            assertThat(check.fault()).isNull();
            assertThat(asked.get().stopped()).isNull();
            assertThat(verdicts()).containsExactly("0 12 quick words, s and u", "2", "s");
        }
    }
}
