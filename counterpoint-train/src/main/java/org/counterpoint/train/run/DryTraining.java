package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.engine.Precision;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.algorithm.Algorithm;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.batch.TokenStore;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.plan.MachineRates;
import org.counterpoint.train.plan.ModelShape;
import org.counterpoint.train.plan.RunPlanner;
import org.counterpoint.train.plan.StepSample;
import org.counterpoint.train.plan.TrainingPlan;
import org.counterpoint.train.settings.TrainSettings;

/** What a run would take. The data are read and cut into tokens, no weight is; nothing of it stays on the disk. */
public final class DryTraining {
    private DryTraining() {}

    /**
     * Plans a run with the engine's models.
     *
     * @throws InputException where settings, data or model cannot be used
     */
    public static TrainingPlan plan(EngineBackend backend, TrainRequest request, TrainProgress progress) {
        TrainSettings settings = request.settings();
        if (settings.method().learns() == Method.Learns.ROLLOUTS) {
            throw new InputException(
                    settings.method().name() + " learns from its own answers, which nobody knows before:"
                            + " only methods that learn from a file are planned");
        }
        Path policy = request.roles().policy();
        backend.checkAdapter(policy, settings);
        ModelShape shape = backend.shape(policy);
        Path base = backend.base(policy);
        Path weights = base == null ? policy : base;
        Precision precision = backend.precision(settings.passes().precision());
        try {
            StepSample sample = sample(backend, request, progress);
            return new RunPlanner(shape, settings, precision, sample, MachineRates.measured(precision, weights)).plan();
        } catch (IOException e) {
            throw new TrainingException("the data could not be read: " + IoWords.of(e), e);
        }
    }

    private static StepSample sample(EngineBackend backend, TrainRequest request, TrainProgress progress)
            throws IOException {
        TrainSettings settings = request.settings();
        Path work = Files.createTempDirectory("counterpoint-plan");
        try (GroupEncoder encoder = backend.openEncoder(request.roles().policy(), settings.data());
                TokenStore store = DataSet.of(request.data())
                        .prepare(
                                work.resolve("tokens"),
                                work.resolveSibling(work.getFileName() + ".ledger.jsonl"),
                                backend,
                                encoder,
                                settings,
                                Algorithm.of(settings.objective()),
                                progress)) {
            return StepSample.of(settings, store);
        } finally {
            WholeFolder.delete(work);
        }
    }
}
