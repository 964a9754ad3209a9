package org.counterpoint.answer.judge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Respondent;
import org.counterpoint.console.Console;
import org.jspecify.annotations.Nullable;

/** A person at the terminal, who reads two answers and types 1, 2 or 0. */
public final class HumanAtTerminal implements Respondent {
    private static final String RULE = "-".repeat(72);

    private final Console console;
    private final BufferedReader keys;

    /** @param keys what is typed; stays open */
    public HumanAtTerminal(Console console, Reader keys) {
        this.console = console;
        this.keys = new BufferedReader(keys);
    }

    @Override
    public synchronized Optional<ChatReply> reply(ChatRequest request, Standing standing) throws ChatException {
        ShownPair pair = ShownPair.of(request);
        console.note(RULE);
        console.note("PAIR " + standing.place() + " of " + standing.of() + earlier(standing.before()));
        console.note("\nINSTRUCTION\n" + harmless(pair.instruction()));
        console.note("\n--- ANSWER 1 ---\n" + harmless(pair.first()));
        console.note("\n--- ANSWER 2 ---\n" + harmless(pair.second()));
        long startedAt = System.nanoTime();
        while (true) {
            console.note(
                    "\nWhich is better?  1  2  0 = equally good  s = cannot say  u = the pair before  q = stop here"
                            + "  (words behind the key are kept as a comment)");
            String[] typed = line(Person.LEAVE);
            if (Person.KEYS.contains(typed[0])) {
                return Optional.of(Person.reply(typed[0], typed[1], startedAt));
            }
            if (typed[0].equals(Person.BACK)) {
                return Optional.empty();
            }
        }
    }

    private static String earlier(@Nullable ChatReply before) {
        if (before == null) {
            return "";
        }
        String comment = before.thought() == null ? "" : ", " + harmless(before.thought());
        return " (answered before: " + before.text() + comment + ")";
    }

    @Override
    public synchronized boolean finished(int of) throws ChatException {
        console.note(RULE);
        while (true) {
            console.note("All " + of + " pairs are answered.  f = finish  u = the last pair again  q = stop here");
            String[] typed = line(Person.FINISH);
            if (typed[0].equals(Person.FINISH)) {
                return true;
            }
            if (typed[0].equals(Person.BACK)) {
                return false;
            }
        }
    }

    /**
     * A key in lower case and what stands behind it.
     *
     * @param atEnd the key that is meant where nothing more is typed
     */
    private String[] line(String atEnd) throws ChatException {
        String line;
        try {
            line = keys.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal cannot be read: " + e.getMessage(), e);
        }
        String[] typed = line == null ? new String[] {atEnd} : line.strip().split("\\s+", 2);
        String key = typed[0].toLowerCase(Locale.ROOT);
        if (key.equals(Person.LEAVE)) {
            throw Person.left();
        }
        return new String[] {key, typed.length == 1 ? "" : typed[1]};
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
