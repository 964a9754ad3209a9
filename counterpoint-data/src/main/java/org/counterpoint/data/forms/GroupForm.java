package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A row {@code {id, messages, responses, pairs?}}; a plain-text {@code prompt} may stand for the messages. */
final class GroupForm {
    private GroupForm() {}

    /** Null where no response of the row is left; each is in the ledger then. */
    static @Nullable ResponseGroup read(JsonNode row, Origin origin, Ledger ledger) throws RowFault {
        Prompt prompt = Prompts.of(row);
        List<Response> responses = responses(row, origin);
        String given = Fields.id(row);
        String id = given == null ? PromptIds.of(prompt) : given;
        JsonNode pairs = Fields.optional(row, "pairs");
        return pairs == null
                ? GroupAssembly.ranked(id, prompt, responses, true, origin, ledger)
                : GroupAssembly.listed(id, prompt, responses, pairs(row, responses), origin, ledger);
    }

    private static List<Response> responses(JsonNode row, Origin origin) throws RowFault {
        List<Response> responses = new ArrayList<>();
        for (JsonNode item : Fields.array(row, "", "responses")) {
            String path = "responses[" + responses.size() + "]";
            Fields.requireObject(item, path);
            int rank =
                    Fields.optional(item, "rank") == null ? responses.size() : Fields.index(item, path + ".", "rank");
            responses.add(new Response(
                    Fields.text(item, path + ".", "model"),
                    Fields.text(item, path + ".", "text"),
                    rank,
                    Fields.optionalText(item, path + ".", "finish"),
                    Fields.finite(item, "rating"),
                    origin));
        }
        if (responses.isEmpty()) {
            throw new RowFault(Reasons.MISSING_FIELD, "'responses' is empty");
        }
        return responses;
    }

    private static List<Pair> pairs(JsonNode row, List<Response> responses) throws RowFault {
        List<Pair> pairs = new ArrayList<>();
        for (JsonNode item : Fields.array(row, "", "pairs")) {
            String path = "pairs[" + pairs.size() + "]";
            Fields.requireObject(item, path);
            int chosen = index(item, path, "chosen", responses.size());
            int rejected = index(item, path, "rejected", responses.size());
            if (chosen == rejected) {
                throw new RowFault(Reasons.WRONG_TYPE, "'" + path + "' pairs response " + chosen + " with itself");
            }
            String type = Fields.optionalText(item, path + ".", "type");
            pairs.add(new Pair(
                    chosen,
                    rejected,
                    type == null
                            ? Pair.type(
                                    responses.get(chosen).model(),
                                    responses.get(rejected).model())
                            : type,
                    Scores.read(item, path + ".")));
        }
        return pairs;
    }

    private static int index(JsonNode item, String path, String name, int size) throws RowFault {
        int index = Fields.index(item, path + ".", name);
        if (index < 0 || index >= size) {
            throw new RowFault(
                    Reasons.WRONG_TYPE,
                    "'" + path + "." + name + "' is " + index + ", but the group has responses 0 to " + (size - 1));
        }
        return index;
    }
}
