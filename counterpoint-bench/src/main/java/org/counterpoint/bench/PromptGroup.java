package org.counterpoint.bench;

import java.util.List;
import org.counterpoint.engine.text.ChatMessage;
import org.counterpoint.engine.text.PromptText;
import tools.jackson.databind.JsonNode;

/**
 * A line of a groups file, as far as a benchmark needs it.
 *
 * @param messages the prompt's messages, an array
 * @param answers strongest first
 */
record PromptGroup(String id, JsonNode messages, List<Answer> answers) {
    PromptGroup {
        answers = List.copyOf(answers);
    }

    /** One model's answer. */
    record Answer(String model, String text) {}

    /** The prompt as templates take it. */
    PromptText.Chat prompt() {
        return new PromptText.Chat(messages.valueStream()
                .map(message -> new ChatMessage(
                        message.required("role").stringValue(),
                        message.required("content").stringValue()))
                .toList());
    }

    /** How many pairs a complete group of this size has. */
    int pairs() {
        return answers.size() * (answers.size() - 1) / 2;
    }

    /** Whether no two answers are the same, so that every two of them make a pair. */
    boolean distinct() {
        return answers.stream().map(Answer::text).distinct().count() == answers.size();
    }

    /** The strongest and the weakest answer alone: one pair, and nothing to gain from grouping. */
    PromptGroup singlePair() {
        return new PromptGroup(id, messages, List.of(answers.get(0), answers.get(answers.size() - 1)));
    }
}
