package org.counterpoint.data;

import java.util.HexFormat;

/** Names a prompt by its content. Equal prompts have equal ids, in whatever file they stand. */
public final class PromptIds {
    private PromptIds() {}

    /** The first 16 hex digits of {@link #sha256}: the id of a prompt that has none. */
    public static String of(Prompt prompt) {
        return of(key(prompt));
    }

    /** What brings equal prompts together: the first half of {@link #sha256}. */
    public static Key key(Prompt prompt) {
        return Key.of(compactJson(prompt));
    }

    /** The id of the prompt that has this key. */
    public static String of(Key key) {
        return HexFormat.of().toHexDigits(key.high());
    }

    /** SHA-256, in hex, of {@link #compactJson} in UTF-8. */
    public static String sha256(Prompt prompt) {
        return Sha256.hex(compactJson(prompt));
    }

    /** SHA-256, in hex, of the seed and the prompt: an order of prompts that depends on nothing else. */
    public static String shuffled(long seed, Prompt prompt) {
        return Sha256.hex(seed + " " + compactJson(prompt));
    }

    /**
     * The prompt as JSON without spaces, characters beyond ASCII unescaped: an array of {@code
     * {"role":…,"content":…}}, or a string for plain text. Python's {@code json.dumps(messages,
     * separators=(",", ":"), ensure_ascii=False)} writes the same.
     */
    public static String compactJson(Prompt prompt) {
        StringBuilder out = new StringBuilder(256);
        if (prompt instanceof Prompt.Chat chat) {
            String separator = "[";
            for (Message message : chat.messages()) {
                out.append(separator).append("{\"role\":");
                quote(message.role().wireName(), out);
                out.append(",\"content\":");
                quote(message.content(), out);
                out.append('}');
                separator = ",";
            }
            out.append(']');
        } else if (prompt instanceof Prompt.Plain plain) {
            quote(plain.text(), out);
        }
        return out.toString();
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text, from, i);
                escape(c, out);
                from = i + 1;
            }
        }
        out.append(text, from, text.length()).append('"');
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append(String.format("\\u%04x", (int) c));
        }
    }
}
