package org.counterpoint.chat.openai;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server says about a failure, in a line. The caller takes the key out of it and then shortens it. */
final class ErrorWords {

    private static final int READ = 1 << 16;
    private static final int SHOWN = 300;

    private static final Pattern LIMIT_NAME = Pattern.compile("\\bmax_[a-z_]{0,40}tokens\\b");

    private ErrorWords() {}

    static String of(byte[] body) {
        try {
            return of(JsonMapper.shared().readTree(body));
        } catch (JacksonException e) {
            return new String(body, 0, Math.min(body.length, READ), StandardCharsets.UTF_8);
        }
    }

    /**
     * The name that a server wants for the longest answer in place of the one that was sent, as in "Use
     * 'max_completion_tokens' instead"; null where it speaks of something else.
     */
    static @Nullable String otherLimitName(byte[] body, String sent) {
        Matcher names = LIMIT_NAME.matcher(of(body));
        boolean refused = false;
        String other = null;
        while (names.find()) {
            refused |= names.group().equals(sent);
            other = other == null && !names.group().equals(sent) ? names.group() : other;
        }
        return refused ? other : null;
    }

    /** OpenAI's {@code error.message}, or what others have in its place. */
    static String of(JsonNode root) {
        for (JsonNode candidate : new JsonNode[] {
            root.path("error").path("message"), root.path("error"), root.path("message"), root.path("detail")
        }) {
            if (candidate.isString()) {
                return candidate.stringValue();
            }
        }
        return root.toString();
    }

    /** One line without control characters, of a length that one wants to read. */
    static String shorten(String words) {
        String line = words.replaceAll("[\\p{Cntrl}\\p{Cs}\\s]+", " ").strip();
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
