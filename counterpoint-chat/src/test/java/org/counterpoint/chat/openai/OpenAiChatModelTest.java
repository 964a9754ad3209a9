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
                "<html><body>Bad gateway</body></html>",
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
