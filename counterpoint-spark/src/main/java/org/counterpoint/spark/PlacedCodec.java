package org.counterpoint.spark;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Origin;
import org.counterpoint.data.spill.AnswerCodec;
import org.counterpoint.data.spill.Codec;
import org.counterpoint.data.spill.SpillValues;
import org.jspecify.annotations.Nullable;

/** Keeps answers with what contradicts their ids. */
record PlacedCodec() implements Codec<PlacedCodec.Placed> {
    private static final AnswerCodec ANSWERS = new AnswerCodec();

    /**
     * An answer on its way to its group.
     *
     * @param contradicts where its id stood with another prompt before; null where it did not
     */
    record Placed(Answer answer, @Nullable Origin contradicts) {}

    @Override
    public void write(Placed placed, DataOutput out) throws IOException {
        Origin contradicts = placed.contradicts();
        out.writeBoolean(contradicts != null);
        if (contradicts != null) {
            SpillValues.writeOrigin(contradicts, out);
        }
        ANSWERS.write(placed.answer(), out);
    }

    @Override
    public Placed read(DataInput in) throws IOException {
        Origin contradicts = in.readBoolean() ? SpillValues.readOrigin(in) : null;
        return new Placed(ANSWERS.read(in), contradicts);
    }

    @Override
    public long weight(Placed placed) {
        return ANSWERS.weight(placed.answer());
    }
}
