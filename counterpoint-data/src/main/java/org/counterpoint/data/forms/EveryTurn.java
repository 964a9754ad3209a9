package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Role;

/**
 * Each turn of the assistant as a group of its own, the conversation up to it as prompt; the last turn, which is the
 * group's own, comes last. A turn within the prompt counts as the strongest model's.
 */
final class EveryTurn {
    private EveryTurn() {}

    /** @param left the places in the conversation of turns that are not to be learnt */
    static List<ResponseGroup> of(ResponseGroup group, Set<Integer> left) {
        List<ResponseGroup> turns = new ArrayList<>();
        if (group.prompt() instanceof Prompt.Chat chat && !group.responses().isEmpty()) {
            List<Message> messages = chat.messages();
            for (int turn = 1; turn < messages.size(); turn++) {
                if (messages.get(turn).role() == Role.ASSISTANT && !left.contains(turn)) {
                    turns.add(turn(group, messages, turn));
                }
            }
        }
        if (!left.contains(placeOfAnswer(group.prompt()))) {
            turns.add(group);
        }
        return turns;
    }

    /** Where an answer stands in the conversation. */
    static int placeOfAnswer(Prompt prompt) {
        return prompt instanceof Prompt.Chat chat ? chat.messages().size() : 0;
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
