package org.counterpoint.answer.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Respondent.Standing;
import org.counterpoint.console.Console;
import org.counterpoint.data.Message;
import org.counterpoint.data.Role;
import org.junit.jupiter.api.Test;

class HumanAtTerminalTest {

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

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aKeyAtTheTerminalIsTheAnswer() throws ChatException {
        try (HumanAtTerminal person = terminal("x\n\n2\n")) {
            ChatReply reply = person.reply(request("What?", "one \u001b[2J\u202e", "two"), new Standing(3, 30, null))
                    .orElseThrow();
            assertThat(reply.text()).isEqualTo("2");
            assertThat(reply.thought()).isNull();
        }
        assertThat(said())
                .contains("PAIR 3 of 30\n", "What?", "one \ufffd[2J\ufffd", "two")
                .doesNotContain("\u001b");
    }

    @Test
    void wordsBehindTheKeyAreAComment() throws ChatException {
        try (HumanAtTerminal person = terminal("1  the second is cut off \n")) {
            ChatReply reply = person.reply(request("a", "b", "c"), new Standing(1, 2, null))
                    .orElseThrow();
            assertThat(reply.text()).isEqualTo("1");
            assertThat(reply.thought()).isEqualTo("the second is cut off");
        }
    }

    @Test
    void thePairBeforeCanBeHadBack() throws ChatException {
        try (HumanAtTerminal person = terminal("u\n0\nu\nf\n")) {
            assertThat(person.reply(request("a", "b", "c"), new Standing(2, 2, null)))
                    .isEmpty();
            ChatReply earlier = Person.reply("1", "too long", System.nanoTime());
            assertThat(person.reply(request("a", "b", "c"), new Standing(1, 2, earlier)))
                    .isPresent();
            assertThat(person.finished(2)).isFalse();
            assertThat(person.finished(2)).isTrue();
        }
        assertThat(said()).contains("PAIR 1 of 2 (answered before: 1, too long)", "All 2 pairs are answered.");
    }

    @Test
    void leavingTheTerminalEndsTheAsking() throws ChatException {
        Standing standing = new Standing(1, 1, null);
        try (HumanAtTerminal person = terminal("q\n")) {
            assertThatThrownBy(() -> person.reply(request("a", "b", "c"), standing))
                    .isInstanceOf(ChatException.class)
                    .hasMessage("the person stopped");
            assertThatThrownBy(() -> person.reply(request("a", "b", "c"), standing))
                    .hasMessage("the person stopped");
            // Where all is answered and nothing more can be typed, what was typed holds.
            assertThat(person.finished(1)).isTrue();
        }
    }
}
