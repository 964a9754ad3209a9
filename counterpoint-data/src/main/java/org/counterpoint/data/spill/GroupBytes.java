package org.counterpoint.data.spill;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;

/** Keeps response groups. */
public record GroupBytes() implements Codec<ResponseGroup> {
    @Override
    public void write(ResponseGroup group, DataOutput out) throws IOException {
        SpillValues.writeText(group.id(), out);
        SpillValues.writePrompt(group.prompt(), out);
        out.writeInt(group.responses().size());
        for (Response response : group.responses()) {
            SpillValues.writeText(response.model(), out);
            out.writeInt(response.sample());
            SpillValues.writeText(response.text(), out);
            out.writeInt(response.thought());
            out.writeInt(response.rank());
            SpillValues.writeText(response.finish(), out);
            SpillValues.writeNumber(response.rating(), out);
            SpillValues.writeOrigin(response.origin(), out);
        }
        out.writeInt(group.pairs().size());
        for (Pair pair : group.pairs()) {
            out.writeInt(pair.chosen());
            out.writeInt(pair.rejected());
            SpillValues.writeText(pair.type(), out);
            SpillValues.writeNumbers(pair.scores(), out);
        }
        SpillValues.writeOrigin(group.origin(), out);
    }

    @Override
    public ResponseGroup read(DataInput in) throws IOException {
        return new ResponseGroup(
                SpillValues.readText(in),
                SpillValues.readPrompt(in),
                responses(in),
                pairs(in),
                SpillValues.readOrigin(in));
    }

    private static List<Response> responses(DataInput in) throws IOException {
        List<Response> responses = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            responses.add(new Response(
                    SpillValues.readText(in),
                    in.readInt(),
                    SpillValues.readText(in),
                    in.readInt(),
                    in.readInt(),
                    SpillValues.readNullableText(in),
                    SpillValues.readNumber(in),
                    SpillValues.readOrigin(in)));
        }
        return responses;
    }

    private static List<Pair> pairs(DataInput in) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            int chosen = in.readInt();
            int rejected = in.readInt();
            String type = SpillValues.readText(in);
            pairs.add(new Pair(chosen, rejected, type, SpillValues.readNumbers(in)));
        }
        return pairs;
    }

    @Override
    public long weight(ResponseGroup group) {
        long weight =
                256 + SpillValues.weight(group.prompt()) + 128L * group.pairs().size();
        for (Response response : group.responses()) {
            weight += 128 + SpillValues.weight(response.text());
        }
        return weight;
    }
}
