package org.counterpoint.data.forms;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.counterpoint.data.Origin;
import org.counterpoint.data.spill.Codec;
import org.counterpoint.data.spill.Values;

/** A pair of a pairs file with its place, waiting for the others of its prompt. */
record GatheredPair(PairedAnswers.PairTexts texts, Origin origin) {

    /** Keeps them in scratch files. */
    record PairCodec() implements Codec<GatheredPair> {
        @Override
        public void write(GatheredPair pair, DataOutput out) throws IOException {
            PairedAnswers.PairTexts texts = pair.texts;
            Values.writeText(texts.id(), out);
            Values.writePrompt(texts.prompt(), out);
            Values.writeText(texts.chosen(), out);
            Values.writeText(texts.rejected(), out);
            Values.writeText(texts.chosenModel(), out);
            Values.writeText(texts.rejectedModel(), out);
            Values.writeText(texts.type(), out);
            Values.writeNumbers(texts.scores(), out);
            Values.writeOrigin(pair.origin, out);
        }

        @Override
        public GatheredPair read(DataInput in) throws IOException {
            PairedAnswers.PairTexts texts = new PairedAnswers.PairTexts(
                    Values.readNullableText(in),
                    Values.readPrompt(in),
                    Values.readText(in),
                    Values.readText(in),
                    Values.readNullableText(in),
                    Values.readNullableText(in),
                    Values.readNullableText(in),
                    Values.readNumbers(in));
            return new GatheredPair(texts, Values.readOrigin(in));
        }

        @Override
        public long weight(GatheredPair pair) {
            PairedAnswers.PairTexts texts = pair.texts;
            return 256
                    + Values.weight(texts.prompt())
                    + Values.weight(texts.chosen())
                    + Values.weight(texts.rejected())
                    + 128L * texts.scores().size();
        }
    }
}
