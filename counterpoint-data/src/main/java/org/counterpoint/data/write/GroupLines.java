package org.counterpoint.data.write;

import static org.counterpoint.data.JsonBytes.ascii;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.JsonBytes;
import org.counterpoint.data.Message;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;

/**
 * A group as the lines of {@code groups.jsonl} and {@code pairs.jsonl}. A text stands in both, in the second as often as
 * it is in a pair: it is encoded and escaped once.
 */
public final class GroupLines {
    private static final byte[] ID = ascii("{\"id\":");
    private static final byte[] MESSAGES = ascii(",\"messages\":");
    private static final byte[] PROMPT = ascii(",\"prompt\":");
    private static final byte[] RESPONSES = ascii(",\"responses\":[");
    private static final byte[] MODEL = ascii("{\"model\":");
    private static final byte[] TEXT = ascii(",\"text\":");
    private static final byte[] CHOSEN = ascii(",\"chosen\":");
    private static final byte[] REJECTED = ascii(",\"rejected\":");
    private static final byte[] CHOSEN_MODEL = ascii(",\"chosen_model\":");
    private static final byte[] REJECTED_MODEL = ascii(",\"rejected_model\":");
    private static final byte[] TYPE = ascii(",\"type\":");
    private static final byte[] ROLE = ascii("{\"role\":");
    private static final byte[] CONTENT = ascii(",\"content\":");
    private static final byte[] ANSWERED = ascii("[{\"role\":\"assistant\",\"content\":");
    private static final byte[] END_ANSWERED = ascii("}]");
    private static final byte[] COMMA = ascii(",");
    private static final byte[] END = ascii("}");

    private final ResponseGroup group;
    private final boolean plain;
    private final byte[][] utf8;
    /** Id, prompt, texts, models, and of each pair what follows its indices, one after the other. */
    private final JsonBytes parts;

    private final int[] ends;
    private int known;

    /** @param scratch room for the parts; to be left alone as long as lines are made */
    public GroupLines(ResponseGroup group, JsonBytes scratch) {
        int responses = group.responses().size();
        this.group = group;
        this.plain = group.prompt() instanceof Prompt.Plain;
        this.utf8 = new byte[responses][];
        this.ends = new int[2 + 2 * responses + group.pairs().size()];
        this.parts = scratch;
        scratch.clear();
        scratch.text(group.id());
        endPart();
        prompt(group.prompt());
        endPart();
        for (int i = 0; i < responses; i++) {
            utf8[i] = group.responses().get(i).text().getBytes(StandardCharsets.UTF_8);
            scratch.text(utf8[i]);
            endPart();
        }
        for (Response response : group.responses()) {
            scratch.text(response.model());
            endPart();
        }
        for (Pair pair : group.pairs()) {
            scratch.json(TYPE).text(pair.type());
            scores(pair);
            endPart();
        }
    }

    private void endPart() {
        ends[known++] = parts.length();
    }

    private void prompt(Prompt prompt) {
        if (prompt instanceof Prompt.Plain text) {
            parts.text(text.text());
            return;
        }
        String separator = "[";
        for (Message message : ((Prompt.Chat) prompt).messages()) {
            parts.json(separator).json(ROLE).text(message.role().wireName());
            parts.json(CONTENT).text(message.content()).json(END);
            separator = ",";
        }
        parts.json("]");
    }

    private void scores(Pair pair) {
        if (pair.scores().isEmpty()) {
            return;
        }
        String separator = ",\"scores\":{";
        for (Map.Entry<String, Double> score : new TreeMap<>(pair.scores()).entrySet()) {
            parts.json(separator).text(score.getKey()).json(":").json(number(score.getValue()));
            separator = ",";
        }
        parts.json(END);
    }

    /** As {@code Double.toString}, which takes its time over whole numbers too. */
    private static String number(double value) {
        boolean whole = value == (int) value && value != 0 && Math.abs(value) < 1e7;
        return whole ? (int) value + ".0" : Double.toString(value);
    }

    private JsonBytes part(JsonBytes out, int number) {
        return out.json(parts, number == 0 ? 0 : ends[number - 1], ends[number]);
    }

    private JsonBytes id(JsonBytes out) {
        return part(out.json(ID), 0);
    }

    private JsonBytes prompt(JsonBytes out, byte[] name) {
        return part(out.json(name), 1);
    }

    private JsonBytes text(JsonBytes out, int response) {
        return part(out, 2 + response);
    }

    private JsonBytes model(JsonBytes out, int response) {
        return part(out, 2 + utf8.length + response);
    }

    private JsonBytes typeAndScores(JsonBytes out, int pair) {
        return part(out, 2 + 2 * utf8.length + pair);
    }

    /** A response's text in UTF-8. */
    public byte[] utf8(int response) {
        return utf8[response];
    }

    /** Adds {@code {id, messages, responses, pairs}}; a plain prompt stands under {@code prompt}. */
    public JsonBytes group(JsonBytes out) {
        prompt(id(out), plain ? PROMPT : MESSAGES).json(RESPONSES);
        List<Response> responses = group.responses();
        for (int i = 0; i < responses.size(); i++) {
            model((i == 0 ? out : out.json(COMMA)).json(MODEL), i);
            if (responses.get(i).sample() > 0) {
                out.json(",\"sample\":").json(Integer.toString(responses.get(i).sample()));
            }
            text(out.json(TEXT), i);
            facts(responses.get(i), i, out);
            out.json(END);
        }
        out.json("],\"pairs\":[");
        for (int i = 0; i < group.pairs().size(); i++) {
            Pair pair = group.pairs().get(i);
            out.json(i == 0 ? "{\"chosen\":" : ",{\"chosen\":").json(Integer.toString(pair.chosen()));
            out.json(REJECTED).json(Integer.toString(pair.rejected()));
            typeAndScores(out, i).json(END);
        }
        return out.json("]}");
    }

    private static void facts(Response response, int place, JsonBytes out) {
        if (response.rank() != place) {
            out.json(",\"rank\":" + response.rank());
        }
        String finish = response.finish();
        if (finish != null) {
            out.json(",\"finish\":").text(finish);
        }
        Double rating = response.rating();
        if (rating != null) {
            out.json(",\"rating\":" + rating);
        }
    }

    /**
     * Adds a pair: TRL's {@code {prompt, chosen, rejected}} with our names beside: messages, or texts for a plain
     * prompt.
     *
     * @param number of the pair in its group
     */
    public JsonBytes pair(int number, JsonBytes out) {
        Pair pair = group.pairs().get(number);
        prompt(id(out), PROMPT);
        answer(out.json(CHOSEN), pair.chosen());
        answer(out.json(REJECTED), pair.rejected());
        model(out.json(CHOSEN_MODEL), pair.chosen());
        model(out.json(REJECTED_MODEL), pair.rejected());
        return typeAndScores(out, number).json(END);
    }

    private void answer(JsonBytes out, int response) {
        if (plain) {
            text(out, response);
        } else {
            text(out.json(ANSWERED), response).json(END_ANSWERED);
        }
    }
}
