package org.counterpoint.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PromptIdsTest {
    /** hashlib.sha256(json.dumps(messages, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()[:16]. */
    @Test
    void idsAreThoseOfPythonsCompactJson() {
        Prompt one = new Prompt.Chat(List.of(new Message(Role.USER, "Hello")));
        assertThat(PromptIds.of(one)).isEqualTo("79b3a8c372541f14");
        Prompt odd = new Prompt.Chat(List.of(
                new Message(Role.SYSTEM, "a\"b\\c/d\b\f\n\r\t\u0001\u001f\u007f"),
                new Message(Role.USER, "é\u2028😀")));
        assertThat(PromptIds.of(odd)).isEqualTo("f5b65d9b8c07593f");
        assertThat(PromptIds.sha256(odd)).startsWith(PromptIds.of(odd)).hasSize(64);
    }

    @Test
    void plainTextIsNotTheMessageThatSaysTheSame() {
        assertThat(PromptIds.compactJson(new Prompt.Plain("x"))).isEqualTo("\"x\"");
        assertThat(PromptIds.of(new Prompt.Plain("x")))
                .isNotEqualTo(PromptIds.of(new Prompt.Chat(List.of(new Message(Role.USER, "x")))));
    }
}
