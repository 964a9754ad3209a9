package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Our own groups, {@code {id, messages, responses, pairs?}}; a plain-text {@code prompt} may stand for the messages. */
record GroupRow() implements SeveralAnswers {
    private static final String LIST = "responses";

    @Override
    public String keys() {
        return "{messages, responses}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return row.has(LIST) && (row.has("messages") || row.has("prompt"));
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        return Asked.of(row, row.has("messages") ? "messages" : "prompt");
    }

    @Override
    public List<Item> items(JsonNode row, FaultSink faults) throws RowFault {
        return SeveralAnswers.each(row, LIST, faults, (item, path) -> {
            Fields.requireObject(item, path);
            if (Texts.isEmpty(Fields.text(item, path + ".", "model"))) {
                throw new RowFault(Reasons.MISSING_FIELD, "'" + path + ".model' is empty");
            }
            return Item.of(item, path, Fields.text(item, path + ".", "text"));
        });
    }

    /** With {@code pairs} exactly these; without, those of the ranks, a response's own being its position. */
    @Override
    public @Nullable ResponseGroup group(JsonNode row, Origin origin, Ledger ledger) throws RowFault {
        Prompt prompt = prompt(row);
        List<Response> responses = SeveralAnswers.responses(
                items(row, fault -> {
                    throw fault;
                }),
                origin);
        String id = SeveralAnswers.groupId(row, prompt);
        return Fields.optional(row, "pairs") == null
                ? GroupAssembly.ranked(id, prompt, responses, true, origin, ledger)
                : GroupAssembly.listed(id, prompt, responses, pairs(row, responses), origin, ledger);
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
            String type = Fields.name(item, path + ".", "type");
            pairs.add(new Pair(
                    chosen,
                    rejected,
                    type == null
                            ? Pair.type(
                                    responses.get(chosen).model(),
                                    responses.get(rejected).model())
                            : type,
                    Numbers.scores(item, path + ".")));
        }
        return pairs;
    }

    private static int index(JsonNode item, String path, String name, int size) throws RowFault {
        int index = Numbers.index(item, path + ".", name);
        if (index < 0 || index >= size) {
            throw new RowFault(
                    Reasons.WRONG_TYPE,
                    "'" + path + "." + name + "' is " + index + ", but the group has responses 0 to " + (size - 1));
        }
        return index;
    }
}
