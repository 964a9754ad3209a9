package org.counterpoint.spark;

import java.util.Iterator;
import org.counterpoint.data.Key;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.GatheredPair;
import org.counterpoint.data.forms.PairGatherer;
import org.counterpoint.data.forms.RowAccount;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Groups of pairs that were sent to the task that makes them ({@link PromptJoin#route}). */
record GatheredGroups() implements GroupSource<Tuple2<Long, byte[]>> {
    private static final GatheredPair.PairCodec CODEC = new GatheredPair.PairCodec();

    @Override
    public Groups open(int part, Iterator<Tuple2<Long, byte[]>> arrived, Ledger ledger) {
        PairGatherer gatherer = new PairGatherer(Tasks.scratch());
        // They arrive in the order of the input, so the first pair of each prompt comes in the order of the prompts.
        ChunkReader.each(arrived, in -> gatherer.add(new Key(in.readLong(), 0), CODEC.read(in)));
        return new Gathered(gatherer);
    }

    private record Gathered(PairGatherer gatherer) implements Groups {
        @Override
        public @Nullable ResponseGroup next() {
            return gatherer.next();
        }

        @Override
        public RowAccount rows() {
            return RowAccount.NONE;
        }

        @Override
        public long lines() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
