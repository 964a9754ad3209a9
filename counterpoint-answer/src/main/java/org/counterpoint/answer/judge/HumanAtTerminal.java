package org.counterpoint.answer.judge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatModel;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.console.Console;
import org.jspecify.annotations.Nullable;

/** A person at the terminal, who reads two answers and types 1, 2 or 0. */
public final class HumanAtTerminal implements ChatModel {
    private static final String RULE = "-".repeat(72);

    private final Console console;
    private final BufferedReader keys;

    /** @param keys what is typed; stays open */
    public HumanAtTerminal(Console console, Reader keys) {
        this.console = console;
        this.keys = new BufferedReader(keys);
    }

    @Override
    public synchronized ChatReply reply(ChatRequest request) throws ChatException {
        ShownPair pair = ShownPair.of(request);
        console.note(RULE);
        console.note("INSTRUCTION\n" + harmless(pair.instruction()));
        console.note("\n--- ANSWER 1 ---\n" + harmless(pair.first()));
        console.note("\n--- ANSWER 2 ---\n" + harmless(pair.second()));
        long startedAt = System.nanoTime();
        while (true) {
            console.note("\nWhich is better?  1  2  0 = equally good  s = cannot say  q = stop here");
            String key = line();
            if (key == null || key.equals("q")) {
                throw Person.left();
            }
            if (Person.KEYS.contains(key)) {
                return Person.reply(key, startedAt);
            }
        }
    }

    private @Nullable String line() {
        try {
            String line = keys.readLine();
            return line == null ? null : line.strip().toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal cannot be read: " + e.getMessage(), e);
        }
    }

    /** Control characters could rewrite what stands on the screen, or more. */
    public static String harmless(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean control = (Character.isISOControl(c) && c != '\n' && c != '\t')
                    || Character.getType(c) == Character.FORMAT && c != 0x200D;
            shown.appendCodePoint(control ? 0xFFFD : c);
        });
        return shown.toString();
    }

    @Override
    public void close() {
        // The terminal is not ours.
    }
}
