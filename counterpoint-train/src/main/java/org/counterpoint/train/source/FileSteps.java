package org.counterpoint.train.source;

import java.io.IOException;
import java.util.List;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.TokenStore;
import org.counterpoint.train.curriculum.CurriculumKind;
import org.counterpoint.train.curriculum.GroupOrder;
import org.counterpoint.train.settings.TrainSettings;

/** The groups of a file: a pure function of settings, data and step. */
public final class FileSteps implements StepSource {
    private final TrainSettings settings;
    private final TokenStore store;
    private final EpochSteps steps;

    public FileSteps(TrainSettings settings, TokenStore store) {
        this.settings = settings;
        this.store = store;
        this.steps = new EpochSteps(settings.extent(), store.size(), this::order);
    }

    @Override
    public long steps() {
        return steps.steps();
    }

    @Override
    public long epoch(long step) {
        return steps.epoch(step);
    }

    @Override
    public double epochsDone(long stepsDone) {
        return steps.epochsDone(stepsDone);
    }

    /** The last step of an epoch may have fewer than others. */
    @Override
    public List<PreparedGroup> groups(long step) throws IOException {
        return store.read(steps.of(step));
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
