package org.counterpoint.data.write;

import java.util.List;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Message;
import org.counterpoint.data.Origin;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The rows that we write, as JSON; the readers take each back. */
public final class JsonForms {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonForms() {}

    /**
     * {@code {kind, file, line, id, reason, detail}}, in an array {@code element} too, and {@code sample} from a prompt's second
     * answer on; a row without id has a null.
     */
    public static ObjectNode ledgerEntry(LedgerEntry entry) {
        ObjectNode json = place(JSON.objectNode().put("kind", entry.kind().wireName()), entry.origin())
                .put("id", entry.id());
        if (entry.sample() > 0) {
            json.put("sample", entry.sample());
        }
        return json.put("reason", entry.reason()).put("detail", entry.detail());
    }

    /** Adds {@code {file, line}}, and {@code element} where the row stands in an array. */
    public static ObjectNode place(ObjectNode json, Origin origin) {
        json.put("file", origin.file()).put("line", origin.line());
        return origin.element() == 0 ? json : json.put("element", origin.element());
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
