package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.StoppedException;
import org.counterpoint.train.batch.ReferenceScores;
import org.counterpoint.train.ranks.RankCommand;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/** A rank that does not lead a run over a file's groups: it does what rank 0 says, until that says that all is done. */
final class GroupFollower implements AutoCloseable {
    private final GroupRun run;
    private final Ranks ranks;
    private final TrainSettings.Passes passes;
    private final RankStart start;
    private final RankStart.PreparedData data;
    private @Nullable Prepared prepared;
    private @Nullable TrainableModel reference;
    private @Nullable TrainableModel policy;
    private @Nullable GroupLearner learner;

    GroupFollower(GroupRun run, Ranks ranks, TrainSettings settings, RankStart.PreparedData data) {
        this.run = run;
        this.ranks = ranks;
        this.passes = settings.passes();
        this.start = new RankStart(ranks, settings.together());
        this.data = data;
    }

    /** @throws StoppedException where rank 0 was stopped */
    void work() throws IOException {
        RankCommand command = RankCommand.await(ranks);
        while (command.work() != RankCommand.Work.DONE) {
            obey(command);
            command = RankCommand.await(ranks);
        }
    }

    private void obey(RankCommand command) throws IOException {
        switch (command.work()) {
            case PREPARE -> prepared = start.sameData(data);
            case OPEN_REFERENCE -> reference = start.opened(run::loadReference);
            case CLOSE_REFERENCE -> closeReference();
            case OPEN_POLICY -> policy = start.policy(run::loadPolicy);
            case REFERENCE -> score(known(prepared).data(), command.number());
            case REFERENCE_HELD -> score(known(known(prepared).held()), command.number());
            case SCORES -> prepared = start.withScores(known(prepared), passes);
            case STATE -> start.sameState(known(policy), command.number());
            case LOAD_MOMENTS -> known(policy).loadOptimizer(Path.of(GroupLearner.OPTIMIZER));
            case SAVE_WEIGHTS -> known(policy).handOverWeights();
            case SAVE_MOMENTS -> known(policy).saveOptimizer(Path.of(GroupLearner.OPTIMIZER));
            case STEP -> learner().step(command.number());
            case EVALUATE -> learner().helpEvaluating(command.number());
            case STOPPED -> throw new StoppedException("stopped, as rank 0 was; the same command goes on");
            case BEGIN, DONE -> throw new IllegalStateException("rank 0 begins or ends in the middle");
        }
    }

    private void score(Scored scored, long first) throws IOException {
        TrainableModel model = reference == null ? known(policy) : reference;
        ReferenceScores.help(model, scored.store(), passes, ranks, first);
    }

    private GroupLearner learner() {
        GroupLearner current = learner;
        if (current == null) {
            current = run.learner(known(prepared), run.passes(known(policy), ranks));
            learner = current;
        }
        return current;
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("rank 0 asks for what it did not have prepared");
        }
        return value;
    }

    private void closeReference() {
        if (reference != null) {
            reference.close();
            reference = null;
        }
    }

    @Override
    public void close() throws IOException {
        try (Prepared data = prepared;
                TrainableModel model = policy) {
            closeReference();
        }
    }
}
