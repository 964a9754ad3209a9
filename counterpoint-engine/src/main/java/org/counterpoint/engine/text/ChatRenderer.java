package org.counterpoint.engine.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.ModelException;
import org.counterpoint.jinja.ChatTemplate;
import org.counterpoint.jinja.TemplateException;
import org.counterpoint.jinja.Value;

/**
 * A model's chat template with the variables that transformers' {@code apply_chat_template} gives it:
 * {@code messages}, {@code add_generation_prompt}, the special tokens by name, and {@code tools} and {@code
 * documents}, which are none here.
 */
final class ChatRenderer {
    private final ChatTemplate template;
    private final SpecialTokens specialTokens;

    ChatRenderer(TemplateSource source, SpecialTokens specialTokens) {
        try {
            this.template = ChatTemplate.parse(source.text(), source.name());
        } catch (TemplateException e) {
            throw new ModelException(String.valueOf(e.getMessage()), e);
        }
        this.specialTokens = specialTokens;
    }

    String render(List<ChatMessage> messages, boolean addGenerationPrompt) {
        List<Value> turns = new ArrayList<>();
        for (ChatMessage message : messages) {
            Map<String, Value> turn = new LinkedHashMap<>();
            turn.put("role", Value.of(message.role()));
            turn.put("content", Value.of(message.content()));
            turns.add(Value.dict(turn));
        }
        Map<String, Value> variables = new LinkedHashMap<>();
        specialTokens.byName().forEach((name, token) -> variables.put(name, Value.of(token)));
        variables.put("messages", Value.list(turns));
        variables.put("tools", Value.NONE);
        variables.put("documents", Value.NONE);
        variables.put("add_generation_prompt", Value.of(addGenerationPrompt));
        try {
            return template.render(variables);
        } catch (TemplateException e) {
            throw new ModelException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The conversation with an answer as its last turn. */
    String renderAnswered(List<ChatMessage> prompt, String answer) {
        List<ChatMessage> messages = new ArrayList<>(prompt);
        messages.add(new ChatMessage("assistant", answer));
        return render(messages, false);
    }
}
