package org.counterpoint.data.write;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Message;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Role;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The rows that we write, as JSON; the readers take each back. */
public final class JsonForms {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonForms() {}

    /** {@code {id, messages, responses, pairs}}; a plain prompt stands under {@code prompt}. */
    public static ObjectNode group(ResponseGroup group) {
        ObjectNode row = JSON.objectNode().put("id", group.id());
        if (group.prompt() instanceof Prompt.Plain plain) {
            row.put("prompt", plain.text());
        } else if (group.prompt() instanceof Prompt.Chat chat) {
            row.set("messages", messages(chat.messages()));
        }
        ArrayNode responses = row.putArray("responses");
        for (Response response : group.responses()) {
            ObjectNode item = JSON.objectNode().put("model", response.model()).put("text", response.text());
            if (response.rank() != responses.size()) {
                item.put("rank", response.rank());
            }
            if (response.finish() != null) {
                item.put("finish", response.finish());
            }
            if (response.rating() != null) {
                item.put("rating", response.rating());
            }
            responses.add(item);
        }
        ArrayNode pairs = row.putArray("pairs");
        for (Pair pair : group.pairs()) {
            ObjectNode item = pairs.addObject()
                    .put("chosen", pair.chosen())
                    .put("rejected", pair.rejected())
                    .put("type", pair.type());
            scores(pair, item);
        }
        return row;
    }

    /** TRL's {@code {prompt, chosen, rejected}} with our names beside: messages, or texts for a plain prompt. */
    public static ObjectNode pair(ResponseGroup group, Pair pair) {
        Response chosen = group.responses().get(pair.chosen());
        Response rejected = group.responses().get(pair.rejected());
        ObjectNode row = JSON.objectNode().put("id", group.id());
        if (group.prompt() instanceof Prompt.Plain plain) {
            row.put("prompt", plain.text()).put("chosen", chosen.text()).put("rejected", rejected.text());
        } else if (group.prompt() instanceof Prompt.Chat chat) {
            row.set("prompt", messages(chat.messages()));
            row.set("chosen", messages(List.of(new Message(Role.ASSISTANT, chosen.text()))));
            row.set("rejected", messages(List.of(new Message(Role.ASSISTANT, rejected.text()))));
        }
        row.put("chosen_model", chosen.model())
                .put("rejected_model", rejected.model())
                .put("type", pair.type());
        scores(pair, row);
        return row;
    }

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

    private static void scores(Pair pair, ObjectNode item) {
        if (!pair.scores().isEmpty()) {
            ObjectNode scores = item.putObject("scores");
            for (Map.Entry<String, Double> score : new TreeMap<>(pair.scores()).entrySet()) {
                scores.put(score.getKey(), score.getValue());
            }
        }
    }
}
