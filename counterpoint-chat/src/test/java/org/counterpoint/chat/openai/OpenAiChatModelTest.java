package org.counterpoint.chat.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.counterpoint.chat.Asked;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.data.Message;
import org.counterpoint.data.Role;
import org.counterpoint.testing.FakeServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class OpenAiChatModelTest {

    private static final String SECRET = "sk-0123456789abcdef-secret";
    private static final ApiKey KEY = ApiKey.fromEnvironment("SOME_KEY", name -> SECRET);

    @Test
    void aQuestionIsPostedAsTheServerExpectsIt() throws Exception {
        try (FakeServer server = FakeServer.echo()) {
            ChatRequest request = new ChatRequest(
                    "a",
                    List.of(new Message(Role.SYSTEM, "Be brief."), new Message(Role.USER, "Héllo\n\"you\"")),
                    new ChatParameters(64, 0.7, 0.9, 40L, 5),
                    2);
            ChatReply reply = ask(server, request);
            FakeServer.Question question = server.questions().get(0);
            assertThat(question.path()).isEqualTo("/v1/chat/completions");
            assertThat(question.headers())
                    .containsEntry("authorization", "Bearer " + SECRET)
                    .containsEntry("content-type", "application/json");
            assertThat(question.json().toString())
                    .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                            + "{\"role\":\"user\",\"content\":\"Héllo\\n\\\"you\\\"\"}],\"max_tokens\":64,"
                            + "\"temperature\":0.7,\"top_p\":0.9,\"seed\":42,\"logprobs\":true,\"top_logprobs\":5}");
            assertThat(reply.text()).isEqualTo("Héllo\n\"you\"");
            assertThat(reply.model()).isEqualTo("fake-1");
            assertThat(reply.finish()).isEqualTo("stop");
            assertThat(reply.usage()).isEqualTo(new ChatReply.Usage(10, 5));
            assertThat(reply.latency()).isPositive();
        }
    }

    @Test
    void whatIsNotSetIsNotSent() throws Exception {
        try (FakeServer server = FakeServer.echo()) {
            ask(server, Asked.question("x"));
            assertThat(server.questions().get(0).json().propertyNames())
                    .containsExactly("model", "messages", "max_tokens");
        }
    }

    @Test
    void logprobsAreReadLikeliestFirst() throws Exception {
        ObjectNode body = FakeServer.completion("m");
        ObjectNode place = ((ObjectNode) body.path("choices").path(0))
                .putObject("logprobs")
                .putArray("content")
                .addObject()
                .put("token", "m")
                .put("logprob", -0.5);
        place.putArray("top_logprobs")
                .add(place.objectNode().put("token", "M").put("logprob", -1.25))
                .add(place.objectNode().put("token", "m").put("logprob", -0.5));
        assertThat(reply(FakeServer.json(body.toString())).tokens())
                .containsExactly(new ChatReply.TokenChoice(
                        "m",
                        -0.5,
                        List.of(new ChatReply.Alternative("m", -0.5), new ChatReply.Alternative("M", -1.25))));
    }

    @Test
    void anAnswerCutByLengthIsMarkedWhateverTheServerCallsIt() throws Exception {
        ObjectNode body = FakeServer.completion("x");
        ((ObjectNode) body.path("choices").path(0)).put("finish_reason", "max_tokens");
        assertThat(reply(FakeServer.json(body.toString())).finish()).isEqualTo("length");
    }

    @Test
    void partsOfTextAreJoined() throws Exception {
        String body = FakeServer.completion("x")
                .toString()
                .replace(
                        "\"content\":\"x\"",
                        "\"content\":[{\"type\":\"thinking\",\"text\":\"hm\"},{\"type\":\"text\",\"text\":\"a\"},"
                                + "{\"type\":\"text\",\"text\":\"b\"}]");
        assertThat(reply(FakeServer.json(body)).text()).isEqualTo("ab");
    }

    @Test
    void aPackedAnswerIsUnpacked() throws Exception {
        byte[] packed = gzip(FakeServer.completion("packed").toString().getBytes(StandardCharsets.UTF_8));
        assertThat(reply(FakeServer.bytes(200, packed, "Content-Encoding: gzip"))
                        .text())
                .isEqualTo("packed");
        byte[] cut = java.util.Arrays.copyOf(packed, packed.length / 2);
        assertPasses(failure(FakeServer.bytes(200, cut, "Content-Encoding: gzip")), "bad_reply");
    }

    @Test
    void aBombIsNotUnpacked() throws Exception {
        byte[] bomb = gzip(new byte[2 << 20]);
        assertPasses(failure(FakeServer.bytes(200, bomb, "Content-Encoding: gzip")), "reply_too_long");
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        ChatException failure = failure(out -> {
            out.write(FakeServer.head(200, -1));
            byte[] chunk = new byte[1 << 16];
            for (int i = 0; i < 100_000; i++) {
                out.write(chunk);
            }
        });
        assertPasses(failure, "reply_too_long");
        assertThat(failure).hasMessage("the answer is longer than 1 MiB");
    }

    @Test
    void anAnswerThatDripsEndsInATimeout() {
        ChatException failure;
        try (FakeServer server = FakeServer.start(question -> FakeServer.dripping())) {
            failure = failure(server, Duration.ofMillis(300));
        }
        assertPasses(failure, "timeout");
        assertThat(failure).hasMessage("no whole answer within 0.3 s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":{}}",
                "{\"choices\":[7]}",
                "{\"choices\":[{\"message\":\"text\"}]}",
                "{\"choices\":[{\"message\":{\"content\":7}}]}",
                "{\"choices\":[{\"message\":{\"content\":{\"text\":\"x\"}}}]}",
                "{\"choices\":[{\"message\":{\"content\":\"\\ud800\"}}]}",
                "{\"choices\":[{\"message\":{\"content\":\"cut sho",
            })
    void aBodyThatIsNoReplyMayBeOneNextTime(String body) {
        assertPasses(failure(FakeServer.json(body)), "bad_reply");
    }

    @Test
    void invalidUtf8IsNoReply() {
        byte[] body = FakeServer.completion("caf?").toString().getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < body.length; i++) {
            body[i] = body[i] == '?' ? (byte) 0xE9 : body[i];
        }
        assertPasses(failure(FakeServer.bytes(200, body)), "bad_reply");
    }

    @Test
    void nestingWithoutEndIsNoReply() {
        assertPasses(failure(FakeServer.json("{\"a\":" + "[".repeat(100_000))), "bad_reply");
    }

    @Test
    void anAnswerWithoutTextIsTheLastWord() {
        String body = FakeServer.completion("x").toString().replace("\"content\":\"x\"", "\"content\":null");
        ChatException noText = failure(FakeServer.json(body));
        assertFinal(noText, "no_text");
        assertThat(noText.usage()).isEqualTo(new ChatReply.Usage(10, 5));
        assertFinal(failure(FakeServer.json(body.replace("\"stop\"", "\"tool_calls\""))), "tool_calls");
        assertFinal(failure(FakeServer.json(body.replace("\"stop\"", "\"content_filter\""))), "content_filter");
        assertFinal(failure(FakeServer.json(body.replace("null", "[]"))), "no_text");
    }

    @Test
    void whatCameInPlaceOfAnAnswerIsSaid() {
        assertThat(failure(message("\"content\":null,\"reasoning_content\":\"Let me think\"", "length")))
                .hasMessage(
                        "the model was still thinking when it reached the limit of tokens (\"Let me think\"); a larger"
                                + " limit leaves room for an answer");
        assertThat(failure(message("\"content\":\"\",\"reasoning\":\"Four.\"", "stop")))
                .hasMessage("the server gives everything that the model said as its thoughts and nothing as its answer"
                        + " (\"Four.\"); the server's parser of thoughts may not fit the model");
        assertThat(failure(message("\"content\":null", "length")))
                .hasMessageStartingWith("the limit of tokens was reached before there was any text");
        assertThat(failure(message("\"content\":null,\"refusal\":\"I can't.\"", "stop")))
                .hasMessage("the model refused: \"I can't.\"")
                .satisfies(failure -> assertFinal((ChatException) failure, "refusal"));
        assertThat(failure(message("\"content\":null,\"tool_calls\":[{}]", "stop")))
                .satisfies(failure -> assertFinal((ChatException) failure, "tool_calls"));
    }

    @Test
    void anEmptyTextIsNoAnswer() {
        ChatException empty = failure(message("\"content\":\" \\n\"", "stop"));
        assertFinal(empty, "empty_answer");
        assertThat(empty)
                .hasMessage(
                        "the answer is an empty text, though 5 tokens are charged for it, perhaps for thoughts that the"
                                + " server does not show");
        assertThat(empty.usage()).isEqualTo(new ChatReply.Usage(10, 5));
    }

    @Test
    void thoughtsAreKeptApartFromTheAnswer() throws Exception {
        ChatReply reply = reply(message("\"content\":\"Four.\",\"reasoning_content\":\"two and two\"", "stop"));
        assertThat(reply.text()).isEqualTo("Four.");
        assertThat(reply.thought()).isEqualTo("two and two");
        ChatReply parts = reply(message(
                "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"two\"}]},"
                        + "{\"type\":\"text\",\"text\":\"Four.\"}]",
                "stop"));
        assertThat(parts.text()).isEqualTo("Four.");
        assertThat(parts.thought()).isEqualTo("two");
        assertThat(reply(message("\"content\":\"Four.\"", "stop")).thought()).isNull();
    }

    private static FakeServer.Answer message(String fields, String finish) {
        return FakeServer.json(FakeServer.completion("x")
                .toString()
                .replace("\"content\":\"x\"", fields)
                .replace("\"stop\"", "\"" + finish + "\""));
    }

    @Test
    void anErrorWithinAChoiceIsAnError() {
        FakeServer.Answer broken = FakeServer.json(FakeServer.completion("Fou")
                .toString()
                .replace(
                        "\"finish_reason\":\"stop\"",
                        "\"finish_reason\":\"error\",\"error\":{\"code\":502,"
                                + "\"message\":\"provider died mid way\"}"));
        ChatException failure = failure(broken);
        assertPasses(failure, "server_error");
        assertThat(failure).hasMessage("the server broke off within the answer: provider died mid way");
        assertPasses(failure(message("\"content\":\"Fou\"", "error")), "server_error");
    }

    @Test
    void aWebPageIsNamedWithTheMend() {
        ChatException page = failure(FakeServer.status(200, "<html>Log in</html>", "Content-Type: text/html"));
        assertFinal(page, "web_page");
        assertThat(page)
                .hasMessage("the server answers with a web page in place of JSON: <html>Log in</html> Is --endpoint"
                        + " the API's URL (…/v1), and is there no log-in or proxy before it?");
    }

    @Test
    void whatIsNoJsonIsQuoted() {
        assertThat(failure(FakeServer.json("model is loading")))
                .hasMessage("the server's answer is no JSON in UTF-8, or was cut short: model is loading");
    }

    @Test
    void aStreamThatNobodyAskedForIsRead() throws Exception {
        String piece = "data: {\"model\":\"m1\",\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}\n\n";
        String stream = ": ping\n\n" + piece.formatted("\"role\":\"assistant\",\"content\":\"\"", "null")
                + piece.formatted("\"reasoning_content\":\"hm\"", "null")
                + piece.formatted("\"content\":\"Fo\"", "null")
                + piece.formatted("\"content\":\"ür.\"", "null");
        String end = piece.formatted("", "\"stop\"")
                + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";
        ChatReply reply = reply(FakeServer.status(200, stream + end, "Content-Type: text/event-stream"));
        assertThat(reply.text()).isEqualTo("Foür.");
        assertThat(reply.thought()).isEqualTo("hm");
        assertThat(reply.finish()).isEqualTo("stop");
        assertThat(reply.model()).isEqualTo("m1");
        assertThat(reply.usage()).isEqualTo(new ChatReply.Usage(7, 2));
        ChatException cut = failure(FakeServer.status(200, stream));
        assertPasses(cut, "bad_reply");
        assertThat(cut).hasMessage("the server's answer came as a stream of events that ends before the answer does");
        assertPasses(failure(FakeServer.status(200, "data: {\"error\":{\"message\":\"busy\"}}\n\n")), "server_error");
        assertPasses(failure(FakeServer.status(200, "data: {\"choi\n\ndata: [DONE]\n\n")), "bad_reply");
    }

    @Test
    void theLimitIsNamedAsTheServerAsksForIt() throws Exception {
        try (FakeServer server = FakeServer.start(question -> question.json().has("max_tokens")
                        ? FakeServer.status(
                                400,
                                "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with"
                                        + " this model. Use 'max_completion_tokens' instead.\"}}")
                        : FakeServer.text("Four."));
                OpenAiChatModel model = model(server, Duration.ofSeconds(30))) {
            assertThat(model.reply(Asked.question("x")).text()).isEqualTo("Four.");
            assertThat(model.reply(Asked.question("y")).text()).isEqualTo("Four.");
            assertThat(server.questions()).hasSize(3);
            assertThat(server.questions()
                            .get(2)
                            .json()
                            .path("max_completion_tokens")
                            .intValue())
                    .isEqualTo(Asked.question("y").parameters().maxTokens());
        }
    }

    @Test
    void theLimitsNameIsASettingToo() throws Exception {
        try (FakeServer server = FakeServer.echo();
                OpenAiChatModel model = new OpenAiChatModel(Endpoint.of(server.url(), "m", KEY, Duration.ofSeconds(30))
                        .withLimitName("max_completion_tokens"))) {
            model.reply(Asked.question("x"));
            assertThat(server.questions().get(0).json().propertyNames())
                    .containsExactly("model", "messages", "max_completion_tokens");
        }
    }

    @Test
    void anErrorUnderStatus200IsAnError() {
        ChatException passing = failure(FakeServer.json("{\"error\":{\"message\":\"overloaded\"}}"));
        assertPasses(passing, "server_error");
        assertThat(passing).hasMessageContaining("overloaded");
        assertFinal(failure(FakeServer.json("{\"error\":{\"message\":\"no\",\"code\":400}}")), "server_error");
    }

    @Test
    void whetherAStatusPasses() {
        for (int status : new int[] {408, 425, 429, 500, 502, 503, 504, 599}) {
            assertPasses(failure(FakeServer.status(status, "")), "http_" + status);
        }
        for (int status : new int[] {204, 400, 401, 403, 404, 413, 422}) {
            assertFinal(failure(FakeServer.status(status, "")), "http_" + status);
        }
        assertThat(failure(FakeServer.status(400, "{\"error\":{\"message\":\"too\\nlong\"}}")))
                .hasMessage("HTTP 400: too long");
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (FakeServer other = FakeServer.echo()) {
            ChatException failure =
                    failure(FakeServer.status(307, "", "Location: " + other.url() + "/chat/completions"));
            assertFinal(failure, "http_307");
            assertThat(failure).hasMessageContaining("not followed");
            assertThat(other.questions()).isEmpty();
        }
    }

    @Test
    void aConnectionThatBreaksMayHoldNextTime() {
        assertPasses(failure(FakeServer.dropped()), "connection");
        assertPasses(failure(FakeServer.torn(FakeServer.completion("x").toString())), "connection");
        assertPasses(
                failure(out -> {
                    out.write(FakeServer.head(200, -1, "Transfer-Encoding: chunked"));
                    out.write("40\r\n{\"choices\":[".getBytes(StandardCharsets.UTF_8));
                }),
                "connection");
        assertPasses(failure(out -> out.write("what?".getBytes(StandardCharsets.UTF_8))), "connection");
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        FakeServer server = FakeServer.echo();
        server.close();
        ChatException failure = failure(server, Duration.ofSeconds(5));
        assertPasses(failure, ChatException.UNREACHABLE);
        assertThat(failure).hasMessage(server.url() + " cannot be reached: the connection is refused");
    }

    @Test
    void theKeyIsTakenOutOfWhateverTheServerSays() throws Exception {
        ChatException failure = failure(
                FakeServer.status(401, "{\"error\":{\"message\":\"" + "x".repeat(285) + SECRET + " is wrong\"}}"));
        assertThat(failure.toString()).doesNotContain("sk-").contains("[api");
        assertThat(failure(FakeServer.status(500, "<b>Bearer " + SECRET + "</b>")))
                .hasMessage("HTTP 500: <b>Bearer [api key]</b>");
        assertThat(failure(FakeServer.json("{\"error\":\"" + SECRET + "\"}"))).hasMessageNotContaining(SECRET);
        String body = FakeServer.completion("You sent " + SECRET).toString().replace("fake-1", SECRET);
        assertThat(reply(FakeServer.json(body)).toString()).doesNotContain(SECRET);
    }

    private static ChatReply reply(FakeServer.Answer answer) throws Exception {
        try (FakeServer server = FakeServer.start(question -> answer)) {
            return ask(server, Asked.question("x"));
        }
    }

    private static ChatReply ask(FakeServer server, ChatRequest request) throws Exception {
        try (OpenAiChatModel model = model(server, Duration.ofSeconds(30))) {
            return model.reply(request);
        }
    }

    private static ChatException failure(FakeServer.Answer answer) {
        try (FakeServer server = FakeServer.start(question -> answer)) {
            return failure(server, Duration.ofSeconds(30));
        }
    }

    private static ChatException failure(FakeServer server, Duration timeout) {
        try (OpenAiChatModel model = model(server, timeout)) {
            return catchThrowableOfType(ChatException.class, () -> model.reply(Asked.question("x")));
        }
    }

    private static OpenAiChatModel model(FakeServer server, Duration timeout) {
        return new OpenAiChatModel(Endpoint.of(server.url(), "m", KEY, timeout), 1 << 20);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static void assertPasses(ChatException failure, String reason) {
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.worthAnotherTry()).isTrue();
    }

    private static void assertFinal(ChatException failure, String reason) {
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.worthAnotherTry()).isFalse();
    }
}
