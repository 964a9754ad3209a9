package org.counterpoint.serve.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request asks for, by name. */
public record Query(Map<String, String> values) {
    public Query {
        values = Map.copyOf(values);
    }

    /** @param raw the part of the address behind the question mark; null where there is none */
    static Query of(@Nullable String raw) throws PageError {
        Map<String, String> values = new HashMap<>();
        for (String part : (raw == null ? "" : raw).split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
            }
        }
        return new Query(values);
    }

    private static String decoded(String text) throws PageError {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new PageError(400, "the address cannot be read: " + e.getMessage());
        }
    }

    /** The empty text where it is not given. */
    public String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** @throws PageError where it is no whole number from least to most */
    public int whole(String name, int least, int most, int otherwise) throws PageError {
        String text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number beyond its bounds.
        }
        throw new PageError(400, name + " is a whole number from " + least + " to " + most);
    }
}
