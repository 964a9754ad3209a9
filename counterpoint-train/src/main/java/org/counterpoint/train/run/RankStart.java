package org.counterpoint.train.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.Floats;
import org.counterpoint.engine.LearntNumbers;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.engine.WeightShare;
import org.counterpoint.train.batch.ReferenceScores;
import org.counterpoint.train.ranks.CutOverRanks;
import org.counterpoint.train.ranks.RankException;
import org.counterpoint.train.ranks.RankNumbers;
import org.counterpoint.train.ranks.RankWork;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.settings.TrainSettings.Shard;
import org.counterpoint.train.settings.TrainSettings.Together;
import org.jspecify.annotations.Nullable;

/** What ranks do before the first step so that all of them start as one. Each calls the same; rank 0 has said what. */
record RankStart(Ranks ranks, Together together) {

    /** @throws RankException where a rank's tokens are not those of rank 0, or it has none */
    Prepared sameData(PreparedData data) throws IOException {
        List<Prepared> made = new ArrayList<>();
        boolean usable = false;
        try {
            List<byte[]> all = RankWork.each(ranks, () -> {
                made.add(data.prepare());
                return content(made.get(0));
            });
            requireSame(all);
            usable = true;
            return made.get(0);
        } finally {
            if (!usable) {
                for (Prepared one : made) {
                    one.close();
                }
            }
        }
    }

    /** @throws RankException where a rank's prompts are not those of rank 0, or it has none */
    PreparedPrompts samePrompts(Opening<PreparedPrompts> read) throws IOException {
        List<PreparedPrompts> made = new ArrayList<>();
        requireSame(RankWork.each(ranks, () -> {
            made.add(read.open());
            return made.get(0).content();
        }));
        return made.get(0);
    }

    private static void requireSame(List<byte[]> all) {
        for (int rank = 1; rank < all.size(); rank++) {
            if (!Arrays.equals(all.get(rank), all.get(0))) {
                throw new RankException("rank " + rank + " made other tokens of the same data than rank 0"
                        + "\n  all ranks need the same build of the program");
            }
        }
    }

    /** Makes what a rank is to have. */
    @FunctionalInterface
    interface Opening<T> {
        T open() throws IOException;
    }

    /** Prepares what a rank learns from. */
    @FunctionalInterface
    interface PreparedData {
        Prepared prepare() throws IOException;
    }

    private static byte[] content(Prepared prepared) {
        Scored held = prepared.held();
        String all = prepared.data().store().summary().content()
                + (held == null ? "" : "\n" + held.store().summary().content());
        return all.getBytes(StandardCharsets.UTF_8);
    }

    /** Loads the model that is learnt. */
    @FunctionalInterface
    interface PolicyLoad {
        /** @param share the ranks over which it is cut; null where each has all of it */
        TrainableModel load(@Nullable WeightShare share) throws IOException;
    }

    /** The model that is learnt, or as much of it and of its optimizer as a rank is to hold. */
    TrainableModel policy(PolicyLoad load) throws IOException {
        boolean several = ranks.size() > 1;
        WeightShare share = several && together.shard() == Shard.ALL ? new CutOverRanks(ranks) : null;
        TrainableModel model = opened(() -> load.load(share));
        if (several && together.shard() == Shard.OPTIMIZER) {
            model.shareOptimizer(ranks);
        }
        return model;
    }

    /** What each rank opens, such as a model; where one cannot, all of them fail. */
    <T extends Closeable> T opened(Opening<T> load) throws IOException {
        List<T> loaded = new ArrayList<>();
        boolean usable = false;
        try {
            RankWork.each(ranks, () -> {
                loaded.add(load.open());
                return new byte[0];
            });
            usable = true;
            return loaded.get(0);
        } finally {
            if (!usable) {
                for (T one : loaded) {
                    one.close();
                }
            }
        }
    }

    /** The same data, with the reference's scores as rank 0 has them. */
    Prepared withScores(Prepared prepared, TrainSettings.Passes passes) {
        Scored data = withScores(prepared.data(), passes);
        Scored held = prepared.held();
        return new Prepared(
                prepared.algorithm(), prepared.curriculum(), data, held == null ? null : withScores(held, passes));
    }

    private Scored withScores(Scored data, TrainSettings.Passes passes) {
        double[] scores = RankNumbers.of(ranks.gather(known(data.reference())).get(0));
        return ranks.leads() ? data : new Scored(data.store(), ReferenceScores.of(data.store(), passes, scores));
    }

    private byte[] known(@Nullable ReferenceScores scores) {
        return scores == null || !ranks.leads() ? new byte[0] : RankNumbers.bytes(scores.known());
    }

    /**
     * Takes over rank 0's weights, and what its optimizer holds.
     *
     * @param updates that rank 0 has made
     */
    void sameState(TrainableModel model, long updates) throws IOException {
        LearntNumbers learnt = model.learnt();
        if (together.shard() == Shard.ALL) {
            model.handOutWeights();
        } else {
            learnt.weights(this::leading);
        }
        if (together.shard() == Shard.NONE) {
            learnt.moments(this::leading);
        }
        learnt.setUpdates(updates);
    }

    private void leading(Floats values) {
        ranks.broadcast(values, 0);
    }
}
