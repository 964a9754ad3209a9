package org.counterpoint.spark;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;

/** Batches of tokens, and what a model gives for them, as bytes. */
final class TokenBatches {
    private TokenBatches() {}

    static void write(TokenBatch batch, DataOutput out) throws IOException {
        out.writeBoolean(batch.sharedPrompt());
        out.writeInt(batch.groups().size());
        for (List<TokenSequence> group : batch.groups()) {
            out.writeInt(group.size());
            for (TokenSequence sequence : group) {
                out.writeInt(sequence.responseStart());
                writeInts(sequence.tokens(), out);
            }
        }
    }

    static TokenBatch read(DataInput in) throws IOException {
        boolean shared = in.readBoolean();
        List<List<TokenSequence>> groups = new ArrayList<>();
        for (int g = in.readInt(); g > 0; g--) {
            List<TokenSequence> group = new ArrayList<>();
            for (int s = in.readInt(); s > 0; s--) {
                int start = in.readInt();
                group.add(new TokenSequence(readInts(in), start));
            }
            groups.add(group);
        }
        return new TokenBatch(groups, shared);
    }

    static void write(RowScores scores, DataOutput out) throws IOException {
        writeInts(scores.starts(), out);
        for (double value : scores.values()) {
            out.writeDouble(value);
        }
    }

    static RowScores readScores(DataInput in) throws IOException {
        int[] starts = readInts(in);
        double[] values = new double[starts[starts.length - 1]];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readDouble();
        }
        return new RowScores(values, starts);
    }

    /** Tells a batch from those beside it. */
    static long mark(TokenBatch batch) {
        long mark = batch.groups().size();
        for (TokenSequence sequence : batch.sequences()) {
            mark = 31 * mark + Arrays.hashCode(sequence.tokens());
        }
        return mark;
    }

    /** Nothing, for each sequence of a batch. */
    static RowScores none(TokenBatch batch) {
        return new RowScores(new double[0], new int[batch.sequences().size() + 1]);
    }

    static void writeInts(int[] values, DataOutput out) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    static int[] readInts(DataInput in) throws IOException {
        int[] values = new int[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readInt();
        }
        return values;
    }
}
