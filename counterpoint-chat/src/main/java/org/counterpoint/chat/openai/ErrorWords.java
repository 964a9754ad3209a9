package org.counterpoint.chat.openai;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server says about a failure, in a line. The caller takes the key out of it and then shortens it. */
final class ErrorWords {

    private static final int READ = 1 << 16;
    private static final int SHOWN = 300;

    private ErrorWords() {}

    static String of(byte[] body) {
        try {
            return of(JsonMapper.shared().readTree(body));
        } catch (JacksonException e) {
            return new String(body, 0, Math.min(body.length, READ), StandardCharsets.UTF_8);
        }
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
