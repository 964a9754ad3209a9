package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.engine.WeightShare;
import org.counterpoint.engine.model.Device;
import org.counterpoint.train.plan.StepSample;
import org.counterpoint.train.rollout.Sampler;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/** Where models come from. */
public interface ModelLoader {

    /**
     * @param head what the model is to give by row
     * @param trainable whether gradients and an optimizer will be needed
     */
    TrainableModel loadModel(
            Path folder, HeadKind head, TrainSettings.Passes passes, Precision precision, boolean trainable);

    /**
     * Where this process computes.
     *
     * @throws org.counterpoint.engine.ModelException where the device is not there
     */
    default Device device(TrainSettings.Passes passes) {
        return Device.cpu();
    }

    /** Whether the folder holds a model that scores texts, and writes none. */
    boolean scoresTexts(Path folder);

    /**
     * The model that a run learns, all of it or an adapter.
     *
     * @param folder its weights as they are now: of a checkpoint, or {@code start} itself
     * @param start what the run started from
     * @param head what it is to give by row
     * @param share the processes over which its weights are cut; null where each has all of them
     */
    default TrainableModel loadPolicy(
            Path folder,
            Path start,
            HeadKind head,
            TrainSettings settings,
            Precision precision,
            @Nullable WeightShare share) {
        return loadModel(folder, head, settings.passes(), precision, true);
    }

    /** Told early that there will be a sampler: what takes long and needs no policy may begin. */
    default void prepareSampler(Precision precision) {}

    /** Draws from a policy as it is now; the policy is not to learn as long as it is open. */
    Sampler sampler(TrainableModel policy);

    /** @throws org.counterpoint.data.InputException where the settings of an adapter contradict what the model is */
    default void checkAdapter(Path policy, TrainSettings settings) {}

    /**
     * Asked once the data are known, before a model is loaded.
     *
     * @throws org.counterpoint.data.InputException where a run would take more memory than is free
     */
    default void requireMemory(TrainRequest request, Precision precision, StepSample sample) {}

    /** What lies beneath a policy that is an adapter; null for a whole model. */
    default @Nullable Path base(Path policy) {
        return null;
    }

    /** Identifies a folder's weights and everything of its config that changes the computation. */
    String weightsHash(Path folder) throws IOException;

    /** What {@code auto} means on this machine, or the precision of that name. */
    Precision precision(String name);
}
