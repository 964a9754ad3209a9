package org.counterpoint.data.write;

import java.util.List;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Message;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The rows that we write, as JSON; the readers take each back. */
public final class JsonForms {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonForms() {}

    /** {@code {kind, file, line, id, reason, detail}}; the id is null where the row has none. */
    public static ObjectNode ledgerEntry(LedgerEntry entry) {
        return JSON.objectNode()
                .put("kind", entry.kind().wireName())
                .put("file", entry.origin().file())
                .put("line", entry.origin().line())
                .put("id", entry.id())
                .put("reason", entry.reason())
                .put("detail", entry.detail());
    }

    /** {@code [{role, content}, …]}. */
    public static ArrayNode messages(List<Message> messages) {
        ArrayNode array = JSON.arrayNode();
        for (Message message : messages) {
            array.addObject().put("role", message.role().wireName()).put("content", message.content());
        }
        return array;
    }
}
