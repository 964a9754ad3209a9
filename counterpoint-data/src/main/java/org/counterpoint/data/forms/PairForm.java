package org.counterpoint.data.forms;

import java.util.List;
import java.util.Map;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A row {@code {prompt?, chosen, rejected}}, as TRL reads them: texts or messages, and where chosen and rejected hold
 * whole conversations their common beginning is the prompt.
 */
final class PairForm {
    private PairForm() {}

    /** A pair as read: models and type where the row names them. */
    record PairTexts(
            @Nullable String id,
            Prompt prompt,
            String chosen,
            String rejected,
            @Nullable String chosenModel,
            @Nullable String rejectedModel,
            @Nullable String type,
            Map<String, Double> scores) {}

    static PairTexts read(JsonNode row) throws RowFault {
        JsonNode chosen = Fields.required(row, "", "chosen");
        JsonNode rejected = Fields.required(row, "", "rejected");
        JsonNode prompt = Fields.optional(row, "prompt");
        Parts parts = chosen.isArray() || rejected.isArray()
                ? conversations(
                        prompt, Conversations.messages(chosen, "chosen"), Conversations.messages(rejected, "rejected"))
                : texts(prompt, Fields.asText(chosen, "chosen"), Fields.asText(rejected, "rejected"));
        return new PairTexts(
                Fields.id(row),
                parts.prompt,
                parts.chosen,
                parts.rejected,
                Fields.optionalText(row, "", "chosen_model"),
                Fields.optionalText(row, "", "rejected_model"),
                Fields.optionalText(row, "", "type"),
                Scores.read(row, ""));
    }

    private record Parts(Prompt prompt, String chosen, String rejected) {}

    private static Parts conversations(@Nullable JsonNode prompt, List<Message> chosen, List<Message> rejected)
            throws RowFault {
        if (prompt != null && prompt.isArray()) {
            List<Message> asked = Conversations.messages(prompt, "prompt");
            return new Parts(
                    new Prompt.Chat(asked),
                    Conversations.onlyAnswer(after(asked, chosen), "chosen"),
                    Conversations.onlyAnswer(after(asked, rejected), "rejected"));
        }
        String text = prompt == null ? null : Fields.asText(prompt, "prompt");
        int common = commonBeginning(chosen, rejected);
        if (common == 0 && text == null) {
            throw new RowFault(
                    Reasons.MISSING_FIELD, "there is no prompt, and chosen and rejected have no common beginning");
        }
        Prompt asked = common == 0 && text != null ? Prompts.user(text) : new Prompt.Chat(chosen.subList(0, common));
        return new Parts(
                asked,
                Conversations.onlyAnswer(chosen.subList(common, chosen.size()), "chosen"),
                Conversations.onlyAnswer(rejected.subList(common, rejected.size()), "rejected"));
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

    private static Parts texts(@Nullable JsonNode prompt, String chosen, String rejected) throws RowFault {
        if (prompt != null) {
            Prompt asked = Prompts.field(prompt, "prompt");
            return new Parts(asked, chosen, rejected);
        }
        int cut = commonBeginning(chosen, rejected);
        if (cut == 0) {
            throw new RowFault(
                    Reasons.MISSING_FIELD, "there is no prompt, and chosen and rejected have no common beginning");
        }
        return new Parts(new Prompt.Plain(chosen.substring(0, cut)), chosen.substring(cut), rejected.substring(cut));
    }

    /** TRL's cut: before the first difference, a space before it left to the answers; never within a character. */
    private static int commonBeginning(String a, String b) {
        int most = Math.min(a.length(), b.length()) - 1;
        int common = 0;
        while (common < most && a.charAt(common) == b.charAt(common)) {
            common++;
        }
        boolean differs =
                common >= 0 && common < Math.min(a.length(), b.length()) && a.charAt(common) != b.charAt(common);
        if (differs && common > 0 && a.charAt(common - 1) == ' ') {
            common--;
        }
        if (common > 0 && Character.isHighSurrogate(a.charAt(common - 1))) {
            common--;
        }
        return Math.max(0, common);
    }
}
