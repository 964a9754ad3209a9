package org.counterpoint.chat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.counterpoint.data.Message;
import org.counterpoint.data.Role;

/** Questions for tests. */
public final class Asked {

    private Asked() {}

    /** The question with this text, which is its id too; answers of 100 tokens at most. */
    public static ChatRequest question(String text) {
        return new ChatRequest(
                text, List.of(new Message(Role.USER, text)), new ChatParameters(100, null, null, null, 0), 0);
    }

    /** {@code q0}, {@code q1}, … */
    public static Stream<ChatRequest> questions(int count) {
        return IntStream.range(0, count).mapToObj(i -> question("q" + i));
    }
}
