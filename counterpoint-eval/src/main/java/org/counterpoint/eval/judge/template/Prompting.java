package org.counterpoint.eval.judge.template;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.data.Message;

/** The messages of a judge. */
public record Prompting(List<MessageTemplate> messages) {
    public Prompting {
        messages = List.copyOf(messages);
    }

    public Set<Placeholder> gaps() {
        Set<Placeholder> gaps = EnumSet.noneOf(Placeholder.class);
        messages.forEach(message -> gaps.addAll(message.content().gaps()));
        return gaps;
    }

    /** All messages with their gaps, by which two promptings are told apart. */
    public String source() {
        return messages.stream()
                .map(message ->
                        message.role().wireName() + "\n" + message.content().source())
                .collect(Collectors.joining("\n\0\n"));
    }

    /** @param texts what fills the gaps, but for the fence, which is made of them */
    public List<Message> fill(Map<Placeholder, String> texts) {
        Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
        values.putAll(texts);
        if (gaps().contains(Placeholder.FENCE)) {
            values.put(Placeholder.FENCE, Fence.around(List.copyOf(values.values())));
        }
        return messages.stream().map(message -> message.fill(values)).toList();
    }
}
