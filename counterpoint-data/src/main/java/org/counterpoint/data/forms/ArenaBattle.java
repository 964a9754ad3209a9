package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import tools.jackson.databind.JsonNode;

/** Chatbot Arena's battles, {@code {model_a, model_b, winner, conversation_a, conversation_b}}; the winner has rank 0. */
record ArenaBattle() implements SeveralAnswers {
    @Override
    public String keys() {
        return "{conversation_a, conversation_b, model_a, model_b, winner}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return RowForms.names(row, "conversation_a", "conversation_b");
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        List<Message> a = conversation(row, "a");
        List<Message> b = conversation(row, "b");
        List<Message> asked = Conversations.asked(a);
        if (asked.size() == a.size() || !asked.equals(Conversations.asked(b))) {
            throw new RowFault(
                    Reasons.WRONG_TYPE,
                    "'conversation_a' and 'conversation_b' part before their last answers, so these answer different"
                            + " prompts");
        }
        return Asked.whole(row, new Prompt.Chat(asked), "conversation_a", "conversation_b");
    }

    @Override
    public List<Item> items(JsonNode row, FaultSink faults) throws RowFault {
        String winner = Fields.text(row, "", "winner");
        if (!winner.equals("model_a") && !winner.equals("model_b") && !winner.startsWith("tie")) {
            throw new RowFault(
                    Reasons.WRONG_TYPE, "'winner' is \"" + winner + "\"; known are model_a, model_b and ties");
        }
        List<Item> items = new ArrayList<>();
        for (String side : List.of("a", "b")) {
            boolean lost = !winner.startsWith("tie") && !winner.endsWith(side);
            items.add(new Item(
                    "conversation_" + side,
                    Fields.text(row, "", "model_" + side),
                    0,
                    Conversations.answer(conversation(row, side), "conversation_" + side),
                    null,
                    Map.of(),
                    lost ? 1.0 : 0.0));
        }
        return items;
    }

    private static List<Message> conversation(JsonNode row, String side) throws RowFault {
        String name = "conversation_" + side;
        return Conversations.messages(Fields.required(row, "", name), name);
    }
}
