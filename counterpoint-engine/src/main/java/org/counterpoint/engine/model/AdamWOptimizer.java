package org.counterpoint.engine.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.TrainableModel.AdamW;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.SafetensorsFile;
import org.counterpoint.engine.weights.SafetensorsWriter;
import org.counterpoint.engine.weights.TensorData;
import org.counterpoint.engine.weights.TensorSource;

/** AdamW (arXiv 1711.05101) with bias correction, in fp32, over all weights of a model. */
final class AdamWOptimizer implements AutoCloseable {
    private static final String STEP = "step";

    private final List<Weight> weights;
    private final List<Tensor> first = new ArrayList<>();
    private final List<Tensor> second = new ArrayList<>();
    private long step;

    AdamWOptimizer(List<Weight> weights) {
        this.weights = weights;
        try (TensorScope scope = new TensorScope()) {
            for (Weight weight : weights) {
                first.add(scope.keep(torch.zeros_like(weight.value())));
                second.add(scope.keep(torch.zeros_like(weight.value())));
            }
        }
    }

    /** One update with the gathered gradients, each times {@code gradientScale}. */
    void step(AdamW s, double learningRate, double gradientScale) {
        step++;
        double correction1 = 1 - Math.pow(s.beta1(), step);
        double correction2 = Math.sqrt(1 - Math.pow(s.beta2(), step));
        for (int i = 0; i < weights.size(); i++) {
            Weight weight = weights.get(i);
            try (TensorScope scope = new TensorScope()) {
                Tensor g = weight.gradient();
                if (gradientScale != 1) {
                    g.mul_(Tensors.scalar(gradientScale));
                }
                if (weight.decays() && s.weightDecay() != 0) {
                    weight.value().mul_(Tensors.scalar(1 - learningRate * s.weightDecay()));
                }
                Tensor m = first.get(i).lerp_(g, Tensors.scalar(1 - s.beta1()));
                Tensor v = second.get(i).mul_(Tensors.scalar(s.beta2())).addcmul_(g, g, Tensors.scalar(1 - s.beta2()));
                Tensor denominator = v.sqrt().div_(Tensors.scalar(correction2)).add_(Tensors.scalar(s.epsilon()));
                weight.value().addcdiv_(m, denominator, Tensors.scalar(-learningRate / correction1));
            }
            weight.refresh();
        }
    }

    /** Both moments of every weight, the first of all before the second. */
    List<Tensor> moments() {
        List<Tensor> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** How many updates were made. */
    long updates() {
        return step;
    }

    /** Goes on as after so many. */
    void setUpdates(long updates) {
        step = updates;
    }

    /** Writes step number and moments as safetensors. */
    void save(Path file) throws IOException {
        List<TensorSource> sources = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            for (Weight.Part part : weights.get(i).parts()) {
                sources.add(TensorExport.source("m." + part.name(), first.get(i), part));
                sources.add(TensorExport.source("v." + part.name(), second.get(i), part));
            }
        }
        SafetensorsWriter.write(file, sources, Map.of(STEP, Long.toString(step)));
    }

    /** Reads what {@link #save} wrote. */
    void load(Path file) {
        try (SafetensorsFile saved = SafetensorsFile.open(file)) {
            step = stepOf(file, saved.metadata());
            for (int i = 0; i < weights.size(); i++) {
                for (Weight.Part part : weights.get(i).parts()) {
                    read(file, saved, "m." + part.name(), first.get(i), part);
                    read(file, saved, "v." + part.name(), second.get(i), part);
                }
            }
        }
    }

    private static long stepOf(Path file, Map<String, String> metadata) {
        try {
            return Long.parseLong(metadata.getOrDefault(STEP, ""));
        } catch (NumberFormatException e) {
            throw new ModelException(file + ": no step number in its metadata; it is not an optimizer's state", e);
        }
    }

    private static void read(Path file, SafetensorsFile saved, String name, Tensor into, Weight.Part part) {
        TensorData data = saved.tensors().get(name);
        try (TensorScope scope = new TensorScope()) {
            Tensor rows = into.narrow(0, part.start(), part.rows());
            if (data == null || data.dtype() != DType.F32 || data.byteSize() != rows.numel() * Float.BYTES) {
                throw new ModelException(file + ": " + name + " is missing or of another size than the model's;"
                        + " it is another model's optimizer state");
            }
            NativeBytes.fill(rows, data::read);
        }
    }

    @Override
    public void close() {
        first.forEach(TensorScope::free);
        second.forEach(TensorScope::free);
    }
}
