package org.counterpoint.train.batch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Origin;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.batch.PreparedGroup.Answer;
import org.counterpoint.train.batch.PreparedGroup.Preference;

/** A prepared group as bytes. */
final class GroupCodec {
    private GroupCodec() {}

    static byte[] write(PreparedGroup group) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(group.ordinal());
            out.writeLong(group.firstResponse());
            text(out, group.id());
            origin(out, group.origin());
            out.writeInt(group.responses().size());
            for (Answer answer : group.responses()) {
                text(out, answer.model());
                origin(out, answer.origin());
                out.writeInt(answer.sequence().responseStart());
                out.writeInt(answer.sequence().tokens().length);
                for (int token : answer.sequence().tokens()) {
                    out.writeInt(token);
                }
            }
            out.writeInt(group.pairs().size());
            for (Preference pair : group.pairs()) {
                out.writeInt(pair.chosen());
                out.writeInt(pair.rejected());
                text(out, pair.type());
                out.writeDouble(pair.margin());
            }
            writePlaces(out, group.responses());
        }
        return bytes.toByteArray();
    }

    static PreparedGroup read(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int ordinal = in.readInt();
            long firstResponse = in.readLong();
            String id = text(in);
            Origin origin = origin(in);
            List<Answer> responses = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                String model = text(in);
                Origin place = origin(in);
                int start = in.readInt();
                int[] tokens = new int[in.readInt()];
                for (int i = 0; i < tokens.length; i++) {
                    tokens[i] = in.readInt();
                }
                responses.add(new Answer(model, place, new TokenSequence(tokens, start, ordinal, responses.size())));
            }
            List<Preference> pairs = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                pairs.add(new Preference(in.readInt(), in.readInt(), text(in), in.readDouble()));
            }
            readPlaces(in, responses);
            return new PreparedGroup(ordinal, firstResponse, id, origin, responses, pairs);
        }
    }

    /** Only where a line of a file does not say it all, so that all others keep the bytes that they have. */
    private static void writePlaces(DataOutputStream out, List<Answer> answers) throws IOException {
        if (answers.stream()
                .anyMatch(answer -> answer.sample() > 0 || answer.origin().element() > 0)) {
            for (Answer answer : answers) {
                out.writeInt(answer.sample());
                out.writeLong(answer.origin().element());
            }
        }
    }

    private static void readPlaces(DataInputStream in, List<Answer> answers) throws IOException {
        for (int i = 0; in.available() > 0 && i < answers.size(); i++) {
            Answer answer = answers.get(i);
            int sample = in.readInt();
            Origin place = new Origin(answer.origin().file(), answer.origin().line(), in.readLong());
            answers.set(i, new Answer(answer.model(), sample, place, answer.sequence()));
        }
    }

    private static void origin(DataOutputStream out, Origin origin) throws IOException {
        text(out, origin.file());
        out.writeLong(origin.line());
    }

    private static Origin origin(DataInputStream in) throws IOException {
        return new Origin(text(in), in.readLong());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
