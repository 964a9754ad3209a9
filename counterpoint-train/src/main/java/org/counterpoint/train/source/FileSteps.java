package org.counterpoint.train.source;

import java.io.IOException;
import java.util.List;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.TokenStore;
import org.counterpoint.train.curriculum.CurriculumKind;
import org.counterpoint.train.curriculum.GroupOrder;
import org.counterpoint.train.settings.TrainSettings;

/** The groups of a file: a pure function of settings, data and step. Keeps the current epoch's order only. */
public final class FileSteps implements StepSource {
    private final TrainSettings settings;
    private final TokenStore store;
    private final long perEpoch;
    private final long steps;
    private long orderOf = -1;
    private int[] order = {};

    public FileSteps(TrainSettings settings, TokenStore store) {
        this.settings = settings;
        this.store = store;
        int size = settings.extent().groupsPerStep();
        this.perEpoch = (store.size() + size - 1L) / size;
        Long given = settings.extent().steps();
        this.steps = given == null ? Math.multiplyExact(settings.extent().epochs(), perEpoch) : given;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public long epoch(long step) {
        return step / perEpoch;
    }

    @Override
    public double epochsDone(long stepsDone) {
        return (double) stepsDone / perEpoch;
    }

    /** The last step of an epoch may have fewer than others. */
    @Override
    public List<PreparedGroup> groups(long step) throws IOException {
        return store.read(ordinals(step));
    }

    private int[] ordinals(long step) {
        long epoch = epoch(step);
        if (epoch != orderOf) {
            order = order(epoch);
            orderOf = epoch;
        }
        int size = settings.extent().groupsPerStep();
        int from = (int) (step % perEpoch * size);
        int[] groups = new int[Math.min(size, order.length - from)];
        System.arraycopy(order, from, groups, 0, groups.length);
        return groups;
    }

    private int[] order(long epoch) {
        if (settings.curriculum().kind() != CurriculumKind.SCORE) {
            return settings.extent().order().of(store.size(), settings.seed(), epoch);
        }
        double[] scores = new double[store.size()];
        for (int g = 0; g < scores.length; g++) {
            scores[g] = store.score(g);
        }
        return GroupOrder.byScore(scores, settings.curriculum().direction());
    }
}
