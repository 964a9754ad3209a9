package org.counterpoint.train.plan;

import org.counterpoint.engine.Precision;
import org.counterpoint.engine.arch.TensorNames;
import org.counterpoint.train.plan.ModelShape.Stored;
import org.counterpoint.train.ranks.ShardTree;
import org.counterpoint.train.settings.TrainSettings.Reduce;
import org.counterpoint.train.settings.TrainSettings.Shard;
import org.counterpoint.train.settings.TrainSettings.Together;

/**
 * What one of several processes holds of a model that is learnt, and sends, in bytes.
 *
 * @param learnt numbers
 */
record CutModel(
        ModelShape model, Precision precision, Together together, int processes, long learnt, long largestLearnt) {

    private boolean isCut() {
        return processes > 1 && together.shard() == Shard.ALL;
    }

    /** Matrices, a slice of each in fp32, what is small, and the layer or the vocabulary that a pass has made whole. */
    long weights(long alone) {
        return isCut() ? Float.BYTES * held() + (long) Math.max(layer(), vocabulary()) : alone;
    }

    long gradients() {
        return Float.BYTES * held();
    }

    /** Where moments alone are cut, whoever has the largest weight has all of its. */
    long moments() {
        long all = 2 * Float.BYTES * learnt;
        return processes > 1 && together.shard() == Shard.OPTIMIZER
                ? Math.max(all / processes, 2 * Float.BYTES * largestLearnt)
                : 2 * gradients();
    }

    /** Numbers of which this process holds weight and gradient. */
    private long held() {
        return isCut() ? learnt - matrices() + matrices() / processes : learnt;
    }

    private long matrices() {
        return model.tensors().stream()
                .filter(CutModel::isMatrix)
                .mapToLong(Stored::numbers)
                .sum();
    }

    private static boolean isMatrix(Stored tensor) {
        return tensor.matrix() && tensor.rows() > 1;
    }

    /** The embedding, with which a model of tied weights multiplies, too. */
    private long embedding() {
        return numbers(TensorNames.EMBEDDING);
    }

    private long head() {
        return model.config().vocabulary().tied() ? embedding() : numbers(TensorNames.OUTPUT);
    }

    private long numbers(String name) {
        return model.tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .mapToLong(Stored::numbers)
                .sum();
    }

    private long inLayers() {
        return matrices() - embedding() - numbers(TensorNames.OUTPUT);
    }

    /** On the way back: in the format of products, with a gradient. */
    private double layer() {
        return (format() + Float.BYTES) * (double) inLayers() / model.config().layers();
    }

    private double vocabulary() {
        return (format() + Float.BYTES) * (double) Math.max(head(), embedding());
    }

    private int format() {
        return precision == Precision.BF16_MIXED ? Short.BYTES : Float.BYTES;
    }

    /**
     * What one process sends in a step.
     *
     * @param passes forward and backward, of the process that makes most
     */
    double sent(double passes) {
        double others = (processes - 1.0) / processes;
        double all = Float.BYTES * (double) learnt;
        if (together.reduce() == Reduce.EXACT) {
            return all * ShardTree.rows(processes, together.shards()) * (processes - 1) + owners(others, all);
        }
        if (!isCut()) {
            return 2 * others * all + owners(others, all);
        }
        double products = format() * (double) (inLayers() + head());
        double gradients = Float.BYTES * (double) (inLayers() + head() + embedding());
        double pass = others * (Float.BYTES * (double) embedding() + 2 * products + gradients);
        return passes * pass + 2 * others * Float.BYTES * (learnt - matrices());
    }

    /** Weights that their owners hand to the others. */
    private double owners(double others, double all) {
        return together.shard() == Shard.OPTIMIZER ? others * all : 0;
    }
}
