package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Message;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** NeMo-RL's {@code {context, completions: [{rank, completion}]}}, rank 0 the best. */
final class CompletionsForm {
    private CompletionsForm() {}

    static Prompt prompt(JsonNode row) throws RowFault {
        for (String name : List.of("context", "prompt", "messages")) {
            JsonNode value = Fields.optional(row, name);
            if (value != null) {
                return Prompts.field(value, name);
            }
        }
        Fields.required(row, "", "context");
        throw Fields.wrongType("context", "a prompt", row.path("context"));
    }

    static @Nullable ResponseGroup read(JsonNode row, Origin origin, Ledger ledger) throws RowFault {
        Prompt prompt = prompt(row);
        List<Response> responses = new ArrayList<>();
        boolean named = true;
        for (JsonNode item : Fields.array(row, "", "completions")) {
            String path = "completions[" + responses.size() + "]";
            Fields.requireObject(item, path);
            int rank = Fields.index(item, path + ".", "rank");
            String model = Fields.optionalText(item, path + ".", "model");
            named &= model != null;
            responses.add(new Response(
                    model == null ? "rank" + rank : model,
                    text(item, path),
                    rank,
                    Fields.optionalText(item, path + ".", "finish"),
                    origin));
        }
        String id = Fields.id(row);
        return GroupAssembly.ranked(id == null ? PromptIds.of(prompt) : id, prompt, responses, named, origin, ledger);
    }

    private static String text(JsonNode item, String path) throws RowFault {
        JsonNode completion = Fields.required(item, path + ".", "completion");
        if (completion.isString()) {
            return completion.stringValue();
        }
        List<Message> messages = Conversations.messages(completion, path + ".completion");
        return Conversations.onlyAnswer(messages, path + ".completion");
    }
}
