package org.counterpoint.data.spill;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.counterpoint.data.Answer;

/** Keeps answers. */
public record AnswerCodec() implements Codec<Answer> {
    @Override
    public void write(Answer answer, DataOutput out) throws IOException {
        Values.writeText(answer.id(), out);
        Values.writePrompt(answer.prompt(), out);
        Values.writeText(answer.model(), out);
        out.writeInt(answer.sample());
        Values.writeText(answer.text(), out);
        Values.writeText(answer.finish(), out);
        Values.writeNumbers(answer.ratings(), out);
        Values.writeNumber(answer.rank(), out);
        Values.writeOrigin(answer.origin(), out);
    }

    @Override
    public Answer read(DataInput in) throws IOException {
        return new Answer(
                Values.readNullableText(in),
                Values.readPrompt(in),
                Values.readText(in),
                in.readInt(),
                Values.readText(in),
                Values.readNullableText(in),
                Values.readNumbers(in),
                Values.readNumber(in),
                Values.readOrigin(in));
    }

    @Override
    public long weight(Answer answer) {
        return 128 + Values.weight(answer.prompt()) + Values.weight(answer.text()) + Values.weight(answer.id());
    }
}
