package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.IoWords;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.engine.Precision;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.algorithm.Algorithm;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.batch.TokenStore;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.plan.MachineRates;
import org.counterpoint.train.plan.StepSample;
import org.counterpoint.train.plan.TrainingPlan;
import org.counterpoint.train.rollout.PromptSet;
import org.counterpoint.train.rollout.PromptSteps;
import org.counterpoint.train.settings.TrainSettings;

/** What a run would take. The data are read and cut into tokens, no weight is; nothing of it stays on the disk. */
public final class DryTraining {
    private DryTraining() {}

    /**
     * Plans a run with the engine's models.
     *
     * @throws org.counterpoint.data.InputException where settings, data or model cannot be used
     */
    public static TrainingPlan plan(EngineBackend backend, TrainRequest request, TrainProgress progress) {
        TrainSettings settings = request.settings();
        Path policy = request.roles().policy();
        backend.checkAdapter(policy, settings);
        Path base = backend.base(policy);
        Path weights = base == null ? policy : base;
        Precision precision = backend.precision(settings.passes().precision());
        try {
            StepSample sample = sample(backend, request, progress);
            return backend.planner(request, precision, sample, MachineRates.measured(precision, weights))
                    .plan();
        } catch (IOException e) {
            throw new TrainingException("the data could not be read: " + IoWords.of(e), e);
        }
    }

    private static StepSample sample(EngineBackend backend, TrainRequest request, TrainProgress progress)
            throws IOException {
        TrainSettings settings = request.settings();
        if (settings.objective() instanceof PolicyObjective objective) {
            return prompts(backend, request, objective, progress);
        }
        Path work = Files.createTempDirectory("counterpoint-plan");
        try (GroupEncoder encoder = backend.openEncoder(request.roles(), settings.data());
                TokenStore store = DataSet.of(request.data())
                        .prepare(
                                work.resolve("tokens"),
                                LedgerFile.beside(work),
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

    private static StepSample prompts(
            EngineBackend backend, TrainRequest request, PolicyObjective objective, TrainProgress progress)
            throws IOException {
        TrainSettings settings = request.settings();
        PolicyRun.requireRewards(backend, request);
        PolicyObjective.Sampling sampling = objective.sampling();
        Roles roles = PolicyRun.roles(backend, request, objective, progress);
        try (GroupEncoder encoder = backend.openEncoder(roles, settings.data())) {
            PromptSet set = PromptSet.read(
                    DataSet.of(request.data()).file(),
                    encoder,
                    settings.data(),
                    sampling.maxNewTokens(),
                    prompt -> PolicyRun.covered(request, prompt),
                    CountingLedger.discarding());
            return StepSample.ofPrompts(sampling, PromptSteps.of(settings, set.prompts()));
        }
    }
}
