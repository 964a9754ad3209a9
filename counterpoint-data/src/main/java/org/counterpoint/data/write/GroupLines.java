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
 * A group as the lines of {@code groups.jsonl} and {@code pairs.jsonl}. What stands in both, or in several pairs, is
 * encoded and escaped once, in pieces that lines are put together from.
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
    private static final byte[] PAIRS = ascii("],\"pairs\":[");
    private static final byte[] INDICES = ascii("{\"chosen\":");
    private static final byte[] COMMA = ascii(",");
    private static final byte[] END = ascii("}");
    private static final byte[] NOTHING = {};

    private final ResponseGroup group;
    private final boolean plain;
    private final byte[][] utf8;
    /** The pieces, one after the other: of the group, of each response, of each pair. */
    private final JsonBytes parts;

    /** Where they end: the id, the prompt; of each response its model and its answer; of each pair its models and it all. */
    private final int[] ends;

    private int known;

    /** @param scratch room for the pieces; to be left alone as long as lines are made */
    public GroupLines(ResponseGroup group, JsonBytes scratch) {
        int responses = group.responses().size();
        this.group = group;
        this.plain = group.prompt() instanceof Prompt.Plain;
        this.utf8 = new byte[responses][];
        this.ends = new int[2 + 2 * responses + 2 * group.pairs().size()];
        this.parts = scratch;
        scratch.clear();
        scratch.json(ID).text(group.id());
        endPart();
        prompt(group.prompt());
        endPart();
        for (int i = 0; i < responses; i++) {
            Response response = group.responses().get(i);
            scratch.text(response.model());
            endPart();
            utf8[i] = response.text().getBytes(StandardCharsets.UTF_8);
            scratch.json(opening()).text(utf8[i]).json(closing());
            endPart();
        }
        for (Pair pair : group.pairs()) {
            model(scratch.json(CHOSEN_MODEL), pair.chosen());
            model(scratch.json(REJECTED_MODEL), pair.rejected());
            endPart();
            scratch.json(TYPE).text(pair.type());
            scores(pair);
            scratch.json(END);
            endPart();
        }
    }

    private byte[] opening() {
        return plain ? NOTHING : ANSWERED;
    }

    private byte[] closing() {
        return plain ? NOTHING : END_ANSWERED;
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
            number(parts.json(separator).text(score.getKey()).json(":"), score.getValue());
            separator = ",";
        }
        parts.json(END);
    }

    /** As {@code Double.toString}, which takes its time over whole numbers too. */
    private static void number(JsonBytes out, double value) {
        if (value == (int) value && value != 0 && Math.abs(value) < 1e7) {
            out.number((int) value).json(".0");
        } else {
            out.json(Double.toString(value));
        }
    }

    /** The piece of this number. */
    private JsonBytes part(JsonBytes out, int number) {
        return out.json(parts, ends[number - 1], ends[number]);
    }

    private int ofResponse(int response) {
        return 2 + 2 * response;
    }

    private int ofPair(int pair) {
        return 2 + 2 * utf8.length + 2 * pair;
    }

    private JsonBytes prompt(JsonBytes out, byte[] name) {
        return part(start(out).json(name), 1);
    }

    private void text(JsonBytes out, int response) {
        int answer = ofResponse(response) + 1;
        out.json(parts, ends[answer - 1] + opening().length, ends[answer] - closing().length);
    }

    /** Adds what a line of the group begins with: <code>{"id":"…"</code>. */
    public JsonBytes start(JsonBytes out) {
        return out.json(parts, 0, ends[0]);
    }

    /** Adds the name of a response's model, a string. */
    public JsonBytes model(JsonBytes out, int response) {
        return part(out, ofResponse(response));
    }

    /** A response's text in UTF-8. */
    public byte[] utf8(int response) {
        return utf8[response];
    }

    /** Adds {@code {id, messages, responses, pairs}}; a plain prompt stands under {@code prompt}. */
    public JsonBytes group(JsonBytes out) {
        prompt(out, plain ? PROMPT : MESSAGES).json(RESPONSES);
        List<Response> responses = group.responses();
        for (int i = 0; i < responses.size(); i++) {
            model(out.json(i == 0 ? NOTHING : COMMA).json(MODEL), i);
            if (responses.get(i).sample() > 0) {
                out.json(",\"sample\":").number(responses.get(i).sample());
            }
            text(out.json(TEXT), i);
            facts(responses.get(i), i, out);
            out.json(END);
        }
        out.json(PAIRS);
        for (int i = 0; i < group.pairs().size(); i++) {
            Pair pair = group.pairs().get(i);
            out.json(i == 0 ? NOTHING : COMMA).json(INDICES).number(pair.chosen());
            out.json(REJECTED).number(pair.rejected());
            part(out, ofPair(i) + 1);
        }
        return out.json("]}");
    }

    private static void facts(Response response, int place, JsonBytes out) {
        if (response.rank() != place) {
            out.json(",\"rank\":").number(response.rank());
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
        prompt(out, PROMPT);
        part(out.json(CHOSEN), ofResponse(pair.chosen()) + 1);
        part(out.json(REJECTED), ofResponse(pair.rejected()) + 1);
        return out.json(parts, ends[ofPair(number) - 1], ends[ofPair(number) + 1]);
    }
}
