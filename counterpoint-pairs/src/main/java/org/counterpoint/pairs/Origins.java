package org.counterpoint.pairs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where each answer came from: a line a group, in the groups' order, {@code {"id", "origins": [{"model", "file",
 * "line", "sha256"}]}}, the hash being that of the text in UTF-8.
 */
public final class Origins {
    private Origins() {}

    static String line(ResponseGroup group) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("id", group.id());
        ArrayNode origins = line.putArray("origins");
        for (Response response : group.responses()) {
            origins.addObject()
                    .put("model", response.model())
                    .put("file", response.origin().file())
                    .put("line", response.origin().line())
                    .put("sha256", hash(response.text()));
        }
        return line.toString();
    }

    /** SHA-256, in hex, of a text in UTF-8. */
    public static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
