package org.counterpoint.data;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.counterpoint.store.Checksums;

/** Names a prompt by its content. Equal prompts have equal ids, in whatever file they stand. */
public final class PromptIds {
    private PromptIds() {}

    /** The first 16 hex digits of {@link #sha256}: the id of a prompt that has none. */
    public static String of(Prompt prompt) {
        return of(key(prompt));
    }

    /** What brings equal prompts together: the first half of {@link #sha256}. */
    public static Key key(Prompt prompt) {
        return Key.of(compactUtf8(prompt));
    }

    /** The id of the prompt that has this key. */
    public static String of(Key key) {
        return HexFormat.of().toHexDigits(key.high());
    }

    /** SHA-256, in hex, of {@link #compactJson} in UTF-8. */
    public static String sha256(Prompt prompt) {
        return Checksums.hex(compactJson(prompt));
    }

    /** SHA-256, in hex, of the seed and the prompt: an order of prompts that depends on nothing else. */
    public static String shuffled(long seed, Prompt prompt) {
        return Checksums.hex(seed + " " + compactJson(prompt));
    }

    /**
     * The prompt as JSON without spaces, characters beyond ASCII unescaped: an array of {@code
     * {"role":…,"content":…}}, or a string for plain text. Python's {@code json.dumps(messages,
     * separators=(",", ":"), ensure_ascii=False)} writes the same.
     */
    public static String compactJson(Prompt prompt) {
        return new String(compactUtf8(prompt), StandardCharsets.UTF_8);
    }

    private static byte[] compactUtf8(Prompt prompt) {
        JsonBytes out = JsonBytes.asInPython();
        if (prompt instanceof Prompt.Chat chat) {
            String separator = "[{\"role\":";
            for (Message message : chat.messages()) {
                out.json(separator).text(message.role().wireName());
                out.json(",\"content\":").text(message.content()).json("}");
                separator = ",{\"role\":";
            }
            out.json("]");
        } else if (prompt instanceof Prompt.Plain plain) {
            out.text(plain.text());
        }
        return out.toBytes();
    }
}
