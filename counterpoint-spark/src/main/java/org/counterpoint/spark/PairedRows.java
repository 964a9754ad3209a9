package org.counterpoint.spark;

import java.io.DataOutput;
import java.io.IOException;
import org.counterpoint.data.Key;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Origin;
import org.counterpoint.data.forms.GatheredPair;
import org.counterpoint.data.forms.RowAccount;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.data.forms.TrainingRows;
import org.counterpoint.data.rows.RowReader;
import org.counterpoint.pairs.ReadAnswers;
import org.jspecify.annotations.Nullable;

/** Rows that hold a pair each. */
record PairedRows() implements JoinForm<GatheredPair> {
    private static final GatheredPair.PairCodec CODEC = new GatheredPair.PairCodec();

    @Override
    public Reader<GatheredPair> open(int part, RowReader rows, Ledger ledger) {
        return new Reading(TrainingRows.ofPart(rows, TrainingData.Use.PREFERENCES, TrainingRows.Kind.PAIRS, ledger));
    }

    @Override
    public Key prompt(GatheredPair pair) {
        return pair.prompt();
    }

    /** In a file of pairs prompts alone say what belongs together. */
    @Override
    public @Nullable String id(GatheredPair pair) {
        return null;
    }

    @Override
    public Origin origin(GatheredPair pair) {
        return pair.origin();
    }

    @Override
    public void write(GatheredPair pair, @Nullable Origin contradicts, DataOutput out) throws IOException {
        CODEC.write(pair, out);
    }

    private record Reading(TrainingRows rowsOfPairs) implements Reader<GatheredPair> {
        @Override
        public @Nullable GatheredPair next() {
            return rowsOfPairs.next() instanceof TrainingRows.OfPrompt of ? of.pair() : null;
        }

        @Override
        public void count(GatheredPair pair) {}

        @Override
        public RowAccount rows() {
            return rowsOfPairs.account();
        }

        @Override
        public ReadAnswers counted() {
            return ReadAnswers.NONE;
        }
    }
}
