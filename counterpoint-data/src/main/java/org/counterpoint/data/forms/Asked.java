package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Role;
import org.counterpoint.data.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a row asks. A form names the keys in which it has the question; whatever else of the conversation stands in the
 * row ({@code system}, {@code history}, {@code tools}) joins it here, and a key that carries part of a prompt and is not
 * read is a fault, unless it only repeats what was read.
 */
final class Asked {
    /** What goes before the question, in any form. */
    private static final Set<String> BEFORE = Set.of("system", "system_prompt", "history", "tools");

    /** Keys that carry questions or what they rest on, in the data sets that there are. */
    private static final Set<String> CARRIERS = Set.of(
            "instruction",
            "input",
            "inputs",
            "prompt",
            "prompts",
            "question",
            "query",
            "context",
            "contexts",
            "messages",
            "conversation",
            "conversations",
            "dialogue",
            "dialog",
            "turns",
            "chat_history",
            "system_message",
            "system_instruction",
            "developer",
            "persona",
            "functions",
            "documents",
            "document",
            "passage",
            "background",
            "article",
            "premise",
            "image",
            "images",
            "audio",
            "audios",
            "video",
            "videos",
            "conversation_a",
            "conversation_b");

    /** In names of several words, such as {@code user_input}, {@code previousTurns}: those that name what is asked ... */
    private static final Set<String> ASKING = Set.of(
            "instruction",
            "input",
            "prompt",
            "question",
            "query",
            "context",
            "conversation",
            "dialogue",
            "dialog",
            "history",
            "turns",
            "messages",
            "message",
            "system",
            "document",
            "passage",
            "background");

    /** ... and those that say no more than whose it is, or when. Any other word makes it a key about the prompt. */
    private static final Set<String> OF_WHOM =
            Set.of("user", "human", "chat", "task", "text", "full", "original", "previous", "prior", "past", "initial");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[_\\- ]|(?<=[a-z])(?=[A-Z])");

    private Asked() {}

    /**
     * The question with what stands beside it.
     *
     * @param question what the form has read
     * @param read the keys that it has read
     */
    static Prompt whole(JsonNode row, Prompt question, String... read) throws RowFault {
        boolean more = false;
        for (String name : row.propertyNames()) {
            more |= BEFORE.contains(name) || carries(name);
        }
        if (!more) {
            return question;
        }
        Prompt whole = withBefore(row, question);
        Set<String> known = Set.of(read);
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            String name = field.getKey();
            if (carries(name)
                    && !known.contains(name)
                    && !BEFORE.contains(name)
                    && !Fields.isBlank(field.getValue())
                    && !field.getValue().isNumber()
                    && !field.getValue().isBoolean()
                    && !says(whole, field.getValue())) {
                throw new RowFault(
                        Reasons.UNREAD_PROMPT,
                        "'" + name + "' carries part of the prompt and is not read beside "
                                + String.join(", ", List.of(read)) + "; put it there, or take it out");
            }
        }
        return whole;
    }

    private static boolean carries(String name) {
        if (CARRIERS.contains(name.toLowerCase(Locale.ROOT))) {
            return true;
        }
        if (isOneWord(name)) {
            return false;
        }
        String[] words = BETWEEN_WORDS.split(name);
        boolean asks = false;
        for (String word : words) {
            String plain = word.toLowerCase(Locale.ROOT);
            if (ASKING.contains(plain)) {
                asks = true;
            } else if (!OF_WHOM.contains(plain)) {
                return false;
            }
        }
        return asks && words.length > 1;
    }

    private static boolean isOneWord(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_' || c == '-' || c == ' ' || c >= 'A' && c <= 'Z') {
                return false;
            }
        }
        return true;
    }

    /** The question of a row whose form leaves it open under which key it stands; null where none has it. */
    static @Nullable Prompt anywhere(JsonNode row) throws RowFault {
        for (String name : List.of("prompt", "instruction", "question", "query", "messages")) {
            if (Fields.optional(row, name) != null) {
                return of(row, name);
            }
        }
        for (String name : List.of("conversations", "conversation", "input", "context")) {
            if (Fields.optional(row, name) != null) {
                return of(row, name);
            }
        }
        return null;
    }

    /** The question that stands under this key. */
    static Prompt of(JsonNode row, String name) throws RowFault {
        if (name.equals("instruction")) {
            return whole(row, instruction(row), name, "input");
        }
        JsonNode value = Fields.required(row, "", name);
        Prompt question = value.isString() && !name.equals("messages") && !name.startsWith("conversation")
                ? name.equals("prompt") || name.equals("context")
                        ? new Prompt.Plain(value.stringValue())
                        : Conversations.user(value.stringValue())
                : new Prompt.Chat(Conversations.messages(value, name));
        return whole(row, question, name);
    }

    /** Alpaca's and AlpacaEval's: the instruction, and a non-empty input after a blank line, as the user's message. */
    private static Prompt instruction(JsonNode row) throws RowFault {
        String instruction = Fields.text(row, "", "instruction");
        String input = Fields.optionalText(row, "", "input");
        boolean noInput = input == null || Texts.isEmpty(input);
        return Conversations.user(noInput ? instruction : instruction + "\n\n" + input);
    }

    private static Prompt withBefore(JsonNode row, Prompt question) throws RowFault {
        String system = system(row);
        String tools = tools(row);
        List<Message> history = history(row);
        if (system == null && tools == null && history.isEmpty()) {
            return question;
        }
        List<Message> asked = question instanceof Prompt.Chat chat
                ? chat.messages()
                : List.of(new Message(Role.USER, ((Prompt.Plain) question).text()));
        if (asked.get(0).role() == Role.SYSTEM) {
            String first = asked.get(0).content();
            if (system != null && !system.equals(first)) {
                throw new RowFault(
                        Reasons.WRONG_TYPE, "'system' and the first message are two different system messages");
            }
            system = first;
            asked = asked.subList(1, asked.size());
        }
        if (tools != null) {
            system = system == null ? tools : system + "\n\n" + tools;
        }
        List<Message> messages = new ArrayList<>();
        if (system != null) {
            messages.add(new Message(Role.SYSTEM, system));
        }
        messages.addAll(history);
        messages.addAll(asked);
        return new Prompt.Chat(messages);
    }

    private static @Nullable String system(JsonNode row) throws RowFault {
        String system = Fields.isBlank(row.get("system")) ? null : Fields.optionalText(row, "", "system");
        String other = Fields.isBlank(row.get("system_prompt")) ? null : Fields.optionalText(row, "", "system_prompt");
        if (system != null && other != null && !system.equals(other)) {
            throw new RowFault(Reasons.WRONG_TYPE, "'system' and 'system_prompt' are two different system messages");
        }
        return system == null ? other : system;
    }

    /** The descriptions of tools as text, to the letter where they are one. */
    private static @Nullable String tools(JsonNode row) {
        JsonNode tools = row.get("tools");
        if (tools == null || Fields.isBlank(tools)) {
            return null;
        }
        return tools.isString() ? tools.stringValue() : tools.toString();
    }

    /** Turns before the question: LLaMA-Factory's pairs of question and answer, or messages. */
    private static List<Message> history(JsonNode row) throws RowFault {
        JsonNode history = row.get("history");
        if (history == null || Fields.isBlank(history)) {
            return List.of();
        }
        if (!history.isArray()) {
            throw Fields.wrongType("history", "an array of turns", history);
        }
        if (history.get(0).isObject()) {
            return Conversations.messages(history, "history");
        }
        List<Message> turns = new ArrayList<>();
        int number = 0;
        for (JsonNode turn : history) {
            String path = "history[" + number++ + "]";
            if (!turn.isArray() || turn.size() != 2) {
                throw Fields.wrongType(path, "a list of a question and its answer", turn);
            }
            turns.add(new Message(Role.USER, Fields.asText(turn.get(0), path + "[0]")));
            turns.add(new Message(Role.ASSISTANT, Fields.asText(turn.get(1), path + "[1]")));
        }
        return turns;
    }

    /** Whether a value holds nothing that the prompt does not say (but for an answer to it). */
    static boolean says(Prompt prompt, JsonNode value) {
        if (value.isString()) {
            String text = value.stringValue().strip();
            return prompt instanceof Prompt.Chat chat
                    ? chat.messages().stream()
                            .anyMatch(message -> message.content().contains(text))
                    : ((Prompt.Plain) prompt).text().contains(text);
        }
        List<Message> messages = Conversations.ifMessages(value);
        if (messages != null && prompt instanceof Prompt.Chat chat) {
            List<Message> asked = chat.messages();
            return asked.equals(messages)
                    || asked.equals(Conversations.asked(messages))
                    || asked.size() > messages.size()
                            && (asked.subList(0, messages.size()).equals(messages)
                                    || asked.subList(asked.size() - messages.size(), asked.size())
                                            .equals(messages));
        }
        if (messages != null && prompt instanceof Prompt.Plain plain) {
            List<Message> asked = Conversations.asked(messages);
            return asked.size() == 1 && asked.get(0).content().equals(plain.text());
        }
        if (value.isArray()) {
            for (JsonNode item : value) {
                if (!item.isString() || !says(prompt, item)) {
                    return false;
                }
            }
            return true;
        }
        return false;
    }
}
