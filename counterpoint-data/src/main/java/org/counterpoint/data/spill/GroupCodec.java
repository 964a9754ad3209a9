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
public record GroupCodec() implements Codec<ResponseGroup> {
    @Override
    public void write(ResponseGroup group, DataOutput out) throws IOException {
        Values.writeText(group.id(), out);
        Values.writePrompt(group.prompt(), out);
        out.writeInt(group.responses().size());
        for (Response response : group.responses()) {
            Values.writeText(response.model(), out);
            out.writeInt(response.sample());
            Values.writeText(response.text(), out);
            out.writeInt(response.thought());
            out.writeInt(response.rank());
            Values.writeText(response.finish(), out);
            Values.writeNumber(response.rating(), out);
            Values.writeOrigin(response.origin(), out);
        }
        out.writeInt(group.pairs().size());
        for (Pair pair : group.pairs()) {
            out.writeInt(pair.chosen());
            out.writeInt(pair.rejected());
            Values.writeText(pair.type(), out);
            Values.writeNumbers(pair.scores(), out);
        }
        Values.writeOrigin(group.origin(), out);
    }

    @Override
    public ResponseGroup read(DataInput in) throws IOException {
        return new ResponseGroup(
                Values.readText(in), Values.readPrompt(in), responses(in), pairs(in), Values.readOrigin(in));
    }

    private static List<Response> responses(DataInput in) throws IOException {
        List<Response> responses = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            responses.add(new Response(
                    Values.readText(in),
                    in.readInt(),
                    Values.readText(in),
                    in.readInt(),
                    in.readInt(),
                    Values.readNullableText(in),
                    Values.readNumber(in),
                    Values.readOrigin(in)));
        }
        return responses;
    }

    private static List<Pair> pairs(DataInput in) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            int chosen = in.readInt();
            int rejected = in.readInt();
            String type = Values.readText(in);
            pairs.add(new Pair(chosen, rejected, type, Values.readNumbers(in)));
        }
        return pairs;
    }

    @Override
    public long weight(ResponseGroup group) {
        long weight = 256 + Values.weight(group.prompt()) + 128L * group.pairs().size();
        for (Response response : group.responses()) {
            weight += 128 + Values.weight(response.text());
        }
        return weight;
    }
}
