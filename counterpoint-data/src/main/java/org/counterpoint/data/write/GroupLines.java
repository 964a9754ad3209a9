package org.counterpoint.data.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.Message;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;

/**
 * Groups as the lines of {@code groups.jsonl} and {@code pairs.jsonl}. A text stands in both, in the second as often as
 * it is in a pair: it is escaped once.
 */
public final class GroupLines {
    private static final String ANSWERED = "[{\"role\":\"assistant\",\"content\":";

    private final ResponseGroup group;
    private final byte[] id;
    private final byte[] prompt;
    private final boolean plain;
    private final List<byte[]> texts = new ArrayList<>();
    private final List<byte[]> models = new ArrayList<>();

    public GroupLines(ResponseGroup group) {
        this.group = group;
        this.id = JsonBytes.quoted(group.id());
        this.plain = group.prompt() instanceof Prompt.Plain;
        this.prompt = prompt(group.prompt());
        for (Response response : group.responses()) {
            texts.add(JsonBytes.quoted(response.text()));
            models.add(JsonBytes.quoted(response.model()));
        }
    }

    private static byte[] prompt(Prompt prompt) {
        if (prompt instanceof Prompt.Plain text) {
            return JsonBytes.quoted(text.text());
        }
        JsonBytes out = new JsonBytes();
        String separator = "[";
        for (Message message : ((Prompt.Chat) prompt).messages()) {
            out.json(separator).json("{\"role\":").text(message.role().wireName());
            out.json(",\"content\":").text(message.content()).json("}");
            separator = ",";
        }
        out.json("]");
        return out.toBytes();
    }

    /** The line {@code {id, messages, responses, pairs}}; a plain prompt stands under {@code prompt}. */
    public JsonBytes group() {
        JsonBytes out = new JsonBytes(size() + 96 * group.pairs().size());
        group(out);
        return out.endLine();
    }

    /**
     * A line a pair: TRL's {@code {prompt, chosen, rejected}} with our names beside: messages, or texts for a plain
     * prompt.
     */
    public JsonBytes pairs() {
        int pairs = group.pairs().size();
        JsonBytes out = new JsonBytes(pairs == 0 ? 0 : size() * (pairs + 1) / 2 + 256 * pairs);
        for (Pair pair : group.pairs()) {
            pair(pair, out);
            out.endLine();
        }
        return out;
    }

    /** About how many bytes the prompt and the texts have. */
    private int size() {
        long size = 128 + prompt.length;
        for (byte[] text : texts) {
            size += 64 + text.length;
        }
        return (int) Math.min(size, 1 << 20);
    }

    void group(JsonBytes out) {
        out.json("{\"id\":")
                .json(id)
                .json(plain ? ",\"prompt\":" : ",\"messages\":")
                .json(prompt);
        out.json(",\"responses\":[");
        for (int i = 0; i < texts.size(); i++) {
            Response response = group.responses().get(i);
            out.json(i == 0 ? "{\"model\":" : ",{\"model\":").json(models.get(i));
            out.json(",\"text\":").json(texts.get(i));
            if (response.rank() != i) {
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
            out.json("}");
        }
        out.json("],\"pairs\":[");
        String separator = "{\"chosen\":";
        for (Pair pair : group.pairs()) {
            out.json(separator + pair.chosen() + ",\"rejected\":" + pair.rejected() + ",\"type\":");
            out.text(pair.type());
            scores(pair, out);
            out.json("}");
            separator = ",{\"chosen\":";
        }
        out.json("]}");
    }

    void pair(Pair pair, JsonBytes out) {
        out.json("{\"id\":").json(id).json(",\"prompt\":").json(prompt);
        answer(",\"chosen\":", pair.chosen(), out);
        answer(",\"rejected\":", pair.rejected(), out);
        out.json(",\"chosen_model\":").json(models.get(pair.chosen()));
        out.json(",\"rejected_model\":").json(models.get(pair.rejected()));
        out.json(",\"type\":").text(pair.type());
        scores(pair, out);
        out.json("}");
    }

    private void answer(String name, int index, JsonBytes out) {
        out.json(name);
        if (plain) {
            out.json(texts.get(index));
        } else {
            out.json(ANSWERED).json(texts.get(index)).json("}]");
        }
    }

    private static void scores(Pair pair, JsonBytes out) {
        if (pair.scores().isEmpty()) {
            return;
        }
        String separator = ",\"scores\":{";
        for (Map.Entry<String, Double> score : new TreeMap<>(pair.scores()).entrySet()) {
            out.json(separator).text(score.getKey()).json(":" + score.getValue());
            separator = ",";
        }
        out.json("}");
    }
}
