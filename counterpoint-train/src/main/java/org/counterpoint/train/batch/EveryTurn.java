package org.counterpoint.train.batch;

import java.util.List;
import java.util.function.Consumer;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Role;

/**
 * Gives each turn of the assistant as a group of its own, the conversation up to it as prompt; the last turn, which is
 * the group's own, comes last. A turn within the prompt counts as the strongest model's.
 */
public record EveryTurn(Consumer<ResponseGroup> sink) implements Consumer<ResponseGroup> {

    @Override
    public void accept(ResponseGroup group) {
        if (group.prompt() instanceof Prompt.Chat chat && !group.responses().isEmpty()) {
            List<Message> messages = chat.messages();
            for (int turn = 1; turn < messages.size(); turn++) {
                if (messages.get(turn).role() == Role.ASSISTANT) {
                    sink.accept(turn(group, messages, turn));
                }
            }
        }
        sink.accept(group);
    }

    private static ResponseGroup turn(ResponseGroup group, List<Message> messages, int turn) {
        Response like = group.responses().get(0);
        Response response = new Response(like.model(), messages.get(turn).content(), 0, "stop", group.origin());
        return new ResponseGroup(
                group.id() + "#" + turn,
                new Prompt.Chat(messages.subList(0, turn)),
                List.of(response),
                List.of(),
                group.origin());
    }
}
