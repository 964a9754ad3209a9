package org.counterpoint.answer.collect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.PromptRow;
import org.counterpoint.data.Role;
import org.counterpoint.data.forms.PromptReader;
import org.jspecify.annotations.Nullable;

/**
 * The questions that a file of prompts comes to, and for each outcome the prompt that it belongs to. A plain prompt is
 * asked as the user's message.
 */
final class Questions implements Iterator<ChatRequest> {

    private final PromptReader reader;
    private final CollectSettings settings;
    private final int heldBack;
    private final Consumer<Question> notAsked;
    private final Deque<Question> waiting = new ArrayDeque<>();
    private final Deque<Question> ahead = new ArrayDeque<>();

    /** A prompt, as messages, and one of the questions that it comes to. */
    record Question(PromptRow row, List<Message> prompt, ChatRequest request) {}

    /**
     * @param heldBack questions that may be drawn and still have an outcome to come
     * @param notAsked told of those that turn out to have none
     */
    Questions(PromptReader reader, CollectSettings settings, int heldBack, Consumer<Question> notAsked) {
        this.reader = reader;
        this.settings = settings;
        this.heldBack = heldBack;
        this.notAsked = notAsked;
    }

    @Override
    public boolean hasNext() {
        if (ahead.isEmpty()) {
            PromptRow row = reader.next();
            if (row != null) {
                addSamples(row);
            }
        }
        return !ahead.isEmpty();
    }

    @Override
    public ChatRequest next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (waiting.size() > heldBack) {
            notAsked.accept(waiting.remove());
        }
        Question question = ahead.remove();
        waiting.add(question);
        return question.request();
    }

    /** The question of an outcome. Outcomes come in order, so what was drawn before it was not asked. */
    Question of(ChatRequest request) {
        Question question = waiting.remove();
        while (question.request() != request) {
            notAsked.accept(question);
            question = waiting.remove();
        }
        return question;
    }

    /** No outcome comes any more. */
    void end() {
        waiting.forEach(notAsked);
        waiting.clear();
    }

    private void addSamples(PromptRow read) {
        PromptRow row = asChat(read);
        List<Message> prompt = ((Prompt.Chat) row.prompt()).messages();
        List<Message> sent = withSystem(prompt, settings.choices().system());
        ChatParameters parameters = settings.choices().parameters();
        for (int sample = 0; sample < settings.choices().samples(); sample++) {
            ahead.add(new Question(row, prompt, new ChatRequest(row.id(), sent, parameters, sample)));
        }
    }

    private static PromptRow asChat(PromptRow row) {
        if (!(row.prompt() instanceof Prompt.Plain plain)) {
            return row;
        }
        Prompt chat = new Prompt.Chat(List.of(new Message(Role.USER, plain.text())));
        boolean unnamed = row.id().equals(PromptIds.of(plain));
        return new PromptRow(unnamed ? PromptIds.of(chat) : row.id(), chat, row.origin());
    }

    private static List<Message> withSystem(List<Message> prompt, @Nullable String system) {
        boolean has = prompt.stream().anyMatch(message -> message.role() == Role.SYSTEM);
        if (system == null || has) {
            return prompt;
        }
        List<Message> sent = new ArrayList<>(List.of(new Message(Role.SYSTEM, system)));
        sent.addAll(prompt);
        return sent;
    }
}
