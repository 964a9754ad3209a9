package org.counterpoint.serve;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.text.TextCodec;

/**
 * Tokens to text as they come. What may still change is held back: bytes of a character that is not whole, and what may
 * be the beginning of a stop text.
 */
public final class TextStream {

    private static final String HALF = "\ufffd";

    private final TextCodec codec;
    private final List<String> stops;
    private final List<Integer> tokens = new ArrayList<>();
    private final StringBuilder held = new StringBuilder();
    /** Where the tokens begin that are decoded together, so that white space between words is kept. */
    private int from;
    /** Up to where their text was given. */
    private int read;

    private boolean stopped;

    /** @param stops the text ends before any of these */
    public TextStream(TextCodec codec, List<String> stops) {
        this.codec = codec;
        this.stops = List.copyOf(stops);
    }

    /** The text that a further token makes certain; perhaps none. */
    public String add(int token) {
        tokens.add(token);
        String before = decode(from, read);
        String now = decode(from, tokens.size());
        if (now.endsWith(HALF) || now.length() < before.length()) {
            return "";
        }
        String fresh = now.substring(before.length());
        from = read;
        read = tokens.size();
        return gate(fresh);
    }

    /** What was held back, at the end. */
    public String end() {
        if (stopped) {
            return "";
        }
        String before = decode(from, read);
        String now = decode(from, tokens.size());
        String rest = gate(now.length() > before.length() ? now.substring(before.length()) : "");
        if (!stopped) {
            rest += held;
            held.setLength(0);
        }
        return rest;
    }

    /** Whether a stop text came. */
    public boolean stopped() {
        return stopped;
    }

    private String decode(int start, int end) {
        return codec.decode(
                tokens.subList(start, end).stream().mapToInt(Integer::intValue).toArray());
    }

    private String gate(String fresh) {
        held.append(fresh);
        int end = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            end = at >= 0 && (end < 0 || at < end) ? at : end;
        }
        if (end >= 0) {
            stopped = true;
            return take(end);
        }
        return take(held.length() - undecided());
    }

    private String take(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }

    /** How much of the end may be the beginning of a stop text. */
    private int undecided() {
        int most = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > most; length--) {
                if (held.substring(held.length() - length).equals(stop.substring(0, length))) {
                    most = length;
                }
            }
        }
        return most;
    }
}
