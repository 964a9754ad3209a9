package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Role;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pairs as TRL, LLaMA-Factory, Axolotl, OpenRLHF and RewardBench keep them: {@code chosen} and {@code rejected} are
 * texts, a message, messages, or several texts, after a prompt under whatever key has it. Where they hold whole
 * conversations their common beginning is the prompt.
 */
record ChosenRejected() implements PairedAnswers {
    @Override
    public String keys() {
        return "{chosen, rejected}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return RowForms.names(row, "chosen", "rejected");
    }

    @Override
    public List<PairTexts> pairs(JsonNode row) throws RowFault {
        JsonNode chosen = Fields.required(row, "", "chosen");
        JsonNode rejected = Fields.required(row, "", "rejected");
        if (isTexts(chosen) && isTexts(rejected)) {
            return severalTexts(row, chosen, rejected);
        }
        Parts parts = chosen.isContainer() || rejected.isContainer()
                ? conversations(row, messages(chosen, "chosen"), messages(rejected, "rejected"))
                : texts(row, Fields.asText(chosen, "chosen"), Fields.asText(rejected, "rejected"));
        return List.of(new PairTexts(
                Fields.id(row),
                parts.prompt,
                parts.chosen,
                parts.rejected,
                Fields.name(row, "", "chosen_model"),
                Fields.name(row, "", "rejected_model"),
                Fields.name(row, "", "type"),
                Numbers.scores(row, "")));
    }

    @Override
    public List<PairTexts> toLearn(JsonNode row) throws RowFault {
        try {
            return pairs(row);
        } catch (RowFault fault) {
            try {
                return pairs(withoutRejected(row));
            } catch (RowFault ofChosen) {
                throw fault;
            }
        }
    }

    /** With an empty text in the place of what is rejected: in a whole conversation, for the last message. */
    private static JsonNode withoutRejected(JsonNode row) {
        ObjectNode copy = (ObjectNode) row.deepCopy();
        JsonNode rejected = copy.path("chosen").deepCopy();
        if (rejected.isArray() && rejected.path(rejected.size() - 1) instanceof ObjectNode last) {
            last.put(last.has("role") ? "content" : "value", "");
            return copy.set("rejected", rejected);
        }
        return copy.put("rejected", "");
    }

    private record Parts(Prompt prompt, String chosen, String rejected) {}

    private static boolean isTexts(JsonNode value) {
        return value.isArray() && !value.isEmpty() && value.get(0).isString();
    }

    /** RewardBench 2: every one of the texts that are chosen with every one that is rejected. */
    private static List<PairTexts> severalTexts(JsonNode row, JsonNode chosen, JsonNode rejected) throws RowFault {
        Prompt prompt = Asked.anywhere(row);
        if (prompt == null) {
            throw new RowFault(Reasons.MISSING_FIELD, "there is no prompt before the lists of texts");
        }
        JsonNode models = row.path("models");
        boolean named = models.size() == chosen.size() + rejected.size();
        List<PairTexts> pairs = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            for (int j = 0; j < rejected.size(); j++) {
                pairs.add(new PairTexts(
                        Fields.id(row),
                        prompt,
                        Fields.asText(chosen.get(i), "chosen[" + i + "]"),
                        Fields.asText(rejected.get(j), "rejected[" + j + "]"),
                        named ? Fields.asText(models.get(i), "models[" + i + "]") : null,
                        named ? Fields.asText(models.get(chosen.size() + j), "models") : null,
                        null,
                        Numbers.scores(row, "")));
            }
        }
        return pairs;
    }

    private static List<Message> messages(JsonNode value, String path) throws RowFault {
        if (value.isObject()) {
            return List.of(Conversations.message(value, path));
        }
        return value.isString()
                ? List.of(new Message(Role.ASSISTANT, value.stringValue()))
                : Conversations.messages(value, path);
    }

    private static Parts conversations(JsonNode row, List<Message> chosen, List<Message> rejected) throws RowFault {
        int common = commonBeginning(chosen, rejected);
        Prompt shared = common == 0 ? null : new Prompt.Chat(chosen.subList(0, common));
        Prompt given = given(row, shared);
        if (given != null) {
            List<Message> asked = ((Prompt.Chat) given).messages();
            return new Parts(
                    given,
                    Conversations.onlyAnswer(after(asked, chosen), "chosen"),
                    Conversations.onlyAnswer(after(asked, rejected), "rejected"));
        }
        if (shared == null) {
            throw noPrompt();
        }
        return new Parts(
                Asked.whole(row, shared, "chosen", "rejected", "prompt"),
                Conversations.onlyAnswer(chosen.subList(common, chosen.size()), "chosen"),
                Conversations.onlyAnswer(rejected.subList(common, rejected.size()), "rejected"));
    }

    /** The prompt beside the conversations, as messages; null where they hold it themselves. */
    private static @Nullable Prompt given(JsonNode row, @Nullable Prompt shared) throws RowFault {
        JsonNode prompt = row.path("prompt");
        if (shared != null && (!prompt.isArray() || Asked.says(shared, prompt))) {
            if (prompt.isString() && !Asked.says(shared, prompt) && !repeats(prompt.stringValue(), shared)) {
                throw new RowFault(
                        Reasons.UNREAD_PROMPT,
                        "'prompt' is not what chosen and rejected begin with; keep the one that was asked");
            }
            return null;
        }
        Prompt asked = Asked.anywhere(row);
        return asked instanceof Prompt.Plain plain ? Conversations.user(plain.text()) : asked;
    }

    /** Whether a text has all messages in it, as a rendered prompt does. */
    private static boolean repeats(String text, Prompt prompt) {
        return ((Prompt.Chat) prompt)
                .messages().stream()
                        .allMatch(message -> text.contains(message.content().strip()));
    }

    /** Drops the prompt where the conversation repeats it. */
    private static List<Message> after(List<Message> prompt, List<Message> conversation) {
        int n = prompt.size();
        return conversation.size() > n && conversation.subList(0, n).equals(prompt)
                ? conversation.subList(n, conversation.size())
                : conversation;
    }

    /** At most all but the last message, so that equal conversations still have answers. */
    private static int commonBeginning(List<Message> a, List<Message> b) {
        int most = Math.min(a.size(), b.size()) - 1;
        int common = 0;
        while (common < most && a.get(common).equals(b.get(common))) {
            common++;
        }
        return common;
    }

    private static Parts texts(JsonNode row, String chosen, String rejected) throws RowFault {
        Prompt prompt = Asked.anywhere(row);
        if (prompt != null) {
            return new Parts(prompt, chosen, rejected);
        }
        int cut = CommonText.cut(chosen, rejected);
        if (cut == 0) {
            throw noPrompt();
        }
        return new Parts(
                Asked.whole(row, new Prompt.Plain(chosen.substring(0, cut)), "chosen", "rejected"),
                chosen.substring(cut),
                rejected.substring(cut));
    }

    private static RowFault noPrompt() {
        return new RowFault(
                Reasons.MISSING_FIELD, "there is no prompt, and chosen and rejected have no common beginning");
    }
}
