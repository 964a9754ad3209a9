package org.counterpoint.data.spill;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.counterpoint.data.Answer;

/** Keeps answers. */
public record AnswerCodec() implements Codec<Answer> {
    @Override
    public void write(Answer answer, DataOutput out) throws IOException {
        SpillValues.writeText(answer.id(), out);
        SpillValues.writePrompt(answer.prompt(), out);
        SpillValues.writeText(answer.model(), out);
        out.writeInt(answer.sample());
        SpillValues.writeText(answer.text(), out);
        SpillValues.writeText(answer.finish(), out);
        SpillValues.writeNumbers(answer.ratings(), out);
        SpillValues.writeNumber(answer.rank(), out);
        SpillValues.writeOrigin(answer.origin(), out);
    }

    @Override
    public Answer read(DataInput in) throws IOException {
        return new Answer(
                SpillValues.readNullableText(in),
                SpillValues.readPrompt(in),
                SpillValues.readText(in),
                in.readInt(),
                SpillValues.readText(in),
                SpillValues.readNullableText(in),
                SpillValues.readNumbers(in),
                SpillValues.readNumber(in),
                SpillValues.readOrigin(in));
    }

    @Override
    public long weight(Answer answer) {
        return 128
                + SpillValues.weight(answer.prompt())
                + SpillValues.weight(answer.text())
                + SpillValues.weight(answer.id());
    }
}
