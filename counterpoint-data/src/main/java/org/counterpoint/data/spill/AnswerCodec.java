package org.counterpoint.data.spill;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.counterpoint.data.Answer;
import org.jspecify.annotations.Nullable;

/** Keeps answers. */
public record AnswerCodec() implements Codec<Answer> {
    @Override
    public void write(Answer answer, DataOutput out) throws IOException {
        Values.writeText(answer.id(), out);
        Values.writePrompt(answer.prompt(), out);
        Values.writeText(answer.model(), out);
        Values.writeText(answer.text(), out);
        Values.writeText(answer.finish(), out);
        Values.writeNumber(answer.rating(), out);
        Integer rank = answer.rank();
        Values.writeNumber(rank == null ? null : rank.doubleValue(), out);
        Values.writeOrigin(answer.origin(), out);
    }

    @Override
    public Answer read(DataInput in) throws IOException {
        return new Answer(
                Values.readNullableText(in),
                Values.readPrompt(in),
                Values.readText(in),
                Values.readText(in),
                Values.readNullableText(in),
                Values.readNumber(in),
                rank(Values.readNumber(in)),
                Values.readOrigin(in));
    }

    private static @Nullable Integer rank(@Nullable Double number) {
        return number == null ? null : number.intValue();
    }

    @Override
    public long weight(Answer answer) {
        return 128 + Values.weight(answer.prompt()) + Values.weight(answer.text()) + Values.weight(answer.id());
    }
}
