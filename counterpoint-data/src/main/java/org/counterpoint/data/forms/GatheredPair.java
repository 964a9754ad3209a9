package org.counterpoint.data.forms;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.data.Key;
import org.counterpoint.data.Origin;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.spill.Codec;
import org.counterpoint.data.spill.SpillValues;

/**
 * A pair of a pairs file with its place, waiting for the others of its prompt.
 *
 * @param left the places of turns in its conversation that are not to be learnt, where every turn is
 */
public record GatheredPair(PairTexts texts, Origin origin, Set<Integer> left) {
    public GatheredPair {
        left = Set.copyOf(left);
    }

    /** Whether its answers are for use, and not only the turns before them. */
    boolean hasAnswers() {
        return !left.contains(EveryTurn.placeOfAnswer(texts.prompt()));
    }

    /** What pairs of one prompt share. */
    public Key prompt() {
        return PromptIds.key(texts.prompt());
    }

    /** Keeps them in scratch files. */
    public record PairCodec() implements Codec<GatheredPair> {
        @Override
        public void write(GatheredPair pair, DataOutput out) throws IOException {
            PairTexts texts = pair.texts;
            SpillValues.writeText(texts.id(), out);
            SpillValues.writePrompt(texts.prompt(), out);
            SpillValues.writeText(texts.chosen(), out);
            SpillValues.writeText(texts.rejected(), out);
            SpillValues.writeText(texts.chosenModel(), out);
            SpillValues.writeText(texts.rejectedModel(), out);
            SpillValues.writeText(texts.type(), out);
            SpillValues.writeNumbers(texts.scores(), out);
            SpillValues.writeOrigin(pair.origin, out);
            out.writeInt(pair.left.size());
            for (int place : new TreeSet<>(pair.left)) {
                out.writeInt(place);
            }
        }

        @Override
        public GatheredPair read(DataInput in) throws IOException {
            PairTexts texts = new PairTexts(
                    SpillValues.readNullableText(in),
                    SpillValues.readPrompt(in),
                    SpillValues.readText(in),
                    SpillValues.readText(in),
                    SpillValues.readNullableText(in),
                    SpillValues.readNullableText(in),
                    SpillValues.readNullableText(in),
                    SpillValues.readNumbers(in));
            Origin origin = SpillValues.readOrigin(in);
            Set<Integer> left = new HashSet<>();
            for (int more = in.readInt(); more > 0; more--) {
                left.add(in.readInt());
            }
            return new GatheredPair(texts, origin, left);
        }

        @Override
        public long weight(GatheredPair pair) {
            PairTexts texts = pair.texts;
            return 256
                    + SpillValues.weight(texts.prompt())
                    + SpillValues.weight(texts.chosen())
                    + SpillValues.weight(texts.rejected())
                    + 128L * texts.scores().size();
        }
    }
}
