package org.counterpoint.answer.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.console.Console;
import org.counterpoint.data.Message;
import org.counterpoint.data.Role;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HumanTest {

    private static ChatRequest request(String instruction, String first, String second) {
        List<Message> messages = List.of(
                new Message(Role.USER, instruction), new Message(Role.USER, first), new Message(Role.USER, second));
        return new ChatRequest("id", messages, new ChatParameters(1, null, null, null, 0), 0);
    }

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private HumanAtTerminal terminal(String typed) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new HumanAtTerminal(Console.plain(stream, stream), new StringReader(typed));
    }

    @Test
    void aKeyAtTheTerminalIsTheAnswer() throws ChatException {
        try (HumanAtTerminal person = terminal("x\n\n2\n")) {
            ChatReply reply = person.reply(request("What?", "one \u001b[2J\u202e", "two"));
            assertThat(reply.text()).isEqualTo("2");
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("What?", "one \ufffd[2J\ufffd", "two")
                .doesNotContain("\u001b");
    }

    @Test
    void leavingTheTerminalEndsTheAsking() {
        try (HumanAtTerminal person = terminal("q\n")) {
            assertThatThrownBy(() -> person.reply(request("a", "b", "c")))
                    .isInstanceOf(ChatException.class)
                    .hasMessage("the person stopped");
            assertThatThrownBy(() -> person.reply(request("a", "b", "c"))).hasMessage("the person stopped");
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> get(HumanInBrowser page, String path) throws IOException, InterruptedException {
        URI uri = URI.create(page.url() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private int post(HumanInBrowser page, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(page.url() + "verdict"))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private static CompletableFuture<String> ask(HumanInBrowser page, ChatRequest request) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return page.reply(request).text();
            } catch (ChatException | InterruptedException e) {
                return "(" + e.getMessage() + ")";
            }
        });
    }

    private JsonNode waiting(HumanInBrowser page) throws IOException, InterruptedException {
        while (true) {
            JsonNode state = JsonMapper.shared().readTree(get(page, "question").body());
            if (state.has("number")) {
                return state;
            }
            Thread.sleep(10);
        }
    }

    @Test
    void theBrowserShowsTheTextsAndTakesOneAnswerAQuestion() throws IOException, InterruptedException {
        try (HumanInBrowser page = HumanInBrowser.open(0)) {
            assertThat(get(page, "").body()).contains("Which answer is better?");
            assertThat(get(page, "page.js").headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
            CompletableFuture<String> reply = ask(page, request("<b>What?</b>", "one", "two"));
            JsonNode state = waiting(page);
            assertThat(state.path("instruction").stringValue()).isEqualTo("<b>What?</b>");
            assertThat(state.propertyNames())
                    .containsExactlyInAnyOrder("answered", "left", "number", "instruction", "first", "second");
            String json = "{\"number\": " + state.path("number").intValue() + ", \"key\": \"%s\"}";
            assertThat(post(page, json.formatted("1"))).isEqualTo(409);
            assertThat(post(page, json.formatted("7"), "Content-Type", "application/json"))
                    .isEqualTo(409);
            assertThat(post(page, "{", "Content-Type", "application/json")).isEqualTo(409);
            assertThat(post(
                            page,
                            json.formatted("1"),
                            "Content-Type",
                            "application/json",
                            "Origin",
                            "http://evil.example"))
                    .isEqualTo(403);
            assertThat(reply).isNotDone();
            assertThat(post(page, json.formatted("1"), "Content-Type", "application/json"))
                    .isEqualTo(200);
            assertThat(reply.join()).isEqualTo("1");
            assertThat(post(page, json.formatted("2"), "Content-Type", "application/json"))
                    .isEqualTo(409);
        }
    }

    @Test
    void anotherHostsNameIsTurnedAway() throws IOException {
        try (HumanInBrowser page = HumanInBrowser.open(0);
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), URI.create(page.url()).getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /question HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void leavingThePageEndsTheAsking() throws IOException, InterruptedException {
        try (HumanInBrowser page = HumanInBrowser.open(0)) {
            CompletableFuture<String> reply = ask(page, request("a", "b", "c"));
            int number = waiting(page).path("number").intValue();
            post(page, "{\"number\": " + number + ", \"key\": \"q\"}", "Content-Type", "application/json");
            assertThat(reply.join()).isEqualTo("(the person stopped)");
            assertThat(ask(page, request("d", "e", "f")).join()).isEqualTo("(the person stopped)");
        }
    }
}
