package org.counterpoint.engine.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.OptimizerShare;
import org.counterpoint.engine.TrainableModel.AdamW;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.SafetensorsFile;
import org.counterpoint.engine.weights.SafetensorsWriter;
import org.counterpoint.engine.weights.TensorData;
import org.counterpoint.engine.weights.TensorSource;
import org.jspecify.annotations.Nullable;

/**
 * AdamW (arXiv 1711.05101) with bias correction, in fp32, over all weights of a model. Where several processes share it, each
 * holds the moments of some weights alone, and hands these to the others once they are updated. Of weights that are cut over
 * them, each holds what belongs to its slice.
 */
final class AdamWOptimizer implements AutoCloseable {
    private static final String STEP = "step";
    /** Owner of moments that each process has of what it holds itself. */
    private static final int EACH = -1;

    private final List<Weight> weights;
    private final OptimizerShare share;
    private final int[] owners;
    /** By weight; null where another process holds it. */
    private final List<@Nullable Tensor> first = new ArrayList<>();

    private final List<@Nullable Tensor> second = new ArrayList<>();
    private long step;

    AdamWOptimizer(List<Weight> weights, OptimizerShare share) {
        this.weights = weights;
        this.share = share;
        this.owners = owners(weights, share.size());
        try (TensorScope scope = new TensorScope()) {
            for (int i = 0; i < owners.length; i++) {
                boolean own = owners[i] == EACH || owners[i] == share.rank();
                Tensor like = weights.get(i).own();
                first.add(own ? scope.keep(torch.zeros_like(like)) : null);
                second.add(own ? scope.keep(torch.zeros_like(like)) : null);
            }
        }
    }

    /** The largest weights first, each to whoever holds least: who holds which weight. */
    private static int[] owners(List<Weight> weights, int size) {
        int[] owners = new int[weights.size()];
        if (weights.stream().anyMatch(weight -> weight.cut().isPresent())) {
            Arrays.fill(owners, EACH);
            return owners;
        }
        long[] loads = new long[size];
        IntStream.range(0, owners.length)
                .boxed()
                .sorted(Comparator.comparing(
                        (Integer i) -> -weights.get(i).own().numel()))
                .forEach(i -> {
                    int least = 0;
                    for (int rank = 1; rank < size; rank++) {
                        least = loads[rank] < loads[least] ? rank : least;
                    }
                    loads[least] += weights.get(i).own().numel();
                    owners[i] = least;
                });
        return owners;
    }

    /** One update with the gathered gradients, each times {@code gradientScale}. */
    void step(AdamW s, double learningRate, double gradientScale) {
        step++;
        for (int i = 0; i < weights.size(); i++) {
            Weight weight = weights.get(i);
            Tensor ownFirst = first.get(i);
            Tensor ownSecond = second.get(i);
            if (ownFirst == null || ownSecond == null) {
                continue;
            }
            FusedAdamW.update(
                    weight.own(),
                    weight.ownGradient(),
                    ownFirst,
                    ownSecond,
                    new FusedAdamW.Rates(s, learningRate, weight.decays() ? s.weightDecay() : 0, gradientScale),
                    step);
            weight.refresh();
        }
        for (int i = 0; share.size() > 1 && i < owners.length; i++) {
            int owner = owners[i];
            if (owner == EACH) {
                continue;
            }
            LiveNumbers.show(weights.get(i).value(), piece -> share.broadcast(piece, owner));
            if (owner != share.rank()) {
                weights.get(i).refresh();
            }
        }
    }

    /** Both moments of every weight that this process holds them of, the first of all before the second. */
    List<Tensor> moments() {
        List<Tensor> held = new ArrayList<>();
        for (List<@Nullable Tensor> all : List.of(first, second)) {
            for (Tensor moment : all) {
                if (moment != null) {
                    held.add(moment);
                }
            }
        }
        return held;
    }

    /** How many updates were made. */
    long updates() {
        return step;
    }

    /** Goes on as after so many. */
    void setUpdates(long updates) {
        step = updates;
    }

    /** Writes step number and moments as safetensors; of several processes the first writes those of all. */
    void save(Path file) throws IOException {
        try (GatheredTensors gathered = new GatheredTensors(share, file)) {
            List<TensorSource> sources = new ArrayList<>();
            for (int i = 0; i < weights.size(); i++) {
                Weight weight = weights.get(i);
                GatheredTensors.Place m = gathered(gathered, i, first.get(i));
                GatheredTensors.Place v = gathered(gathered, i, second.get(i));
                for (Weight.Part part : weight.parts()) {
                    sources.add(m.source("m." + part.name(), part));
                    sources.add(v.source("v." + part.name(), part));
                }
            }
            gathered.requireKept();
            if (share.rank() == 0) {
                SafetensorsWriter.write(file, sources, Map.of(STEP, Long.toString(step)));
            }
        }
    }

    private GatheredTensors.Place gathered(GatheredTensors all, int i, @Nullable Tensor own) {
        Weight weight = weights.get(i);
        Cut cut = weight.cut().orElse(null);
        return cut != null && own != null
                ? all.take(cut, own)
                : all.take(own, owners[i] == EACH ? 0 : owners[i], weight.shape());
    }

    /** Reads what {@link #save} wrote; of several processes the first reads it for all. */
    void load(Path file) {
        if (share.rank() == 0) {
            try (SafetensorsFile saved = SafetensorsFile.open(file)) {
                step = stepOf(file, saved.metadata());
                handOut((name, into, part) -> read(file, saved, name, into, part));
            }
        } else {
            handOut((name, into, part) -> {});
        }
    }

    private interface Reading {
        void read(String name, Tensor into, Weight.Part part);
    }

    private void handOut(Reading reading) {
        for (int i = 0; i < weights.size(); i++) {
            handOut("m.", i, first.get(i), reading);
            handOut("v.", i, second.get(i), reading);
        }
    }

    private void handOut(String prefix, int weight, @Nullable Tensor own, Reading reading) {
        try (TensorScope scope = new TensorScope()) {
            Cut cut = weights.get(weight).cut().orElse(null);
            Tensor whole = own != null && cut == null
                    ? own
                    : Tensors.empty(ScalarType.Float, weights.get(weight).shape());
            for (Weight.Part part : weights.get(weight).parts()) {
                reading.read(prefix + part.name(), whole, part);
            }
            if (share.size() > 1) {
                LiveNumbers.show(whole, piece -> share.broadcast(piece, 0));
            }
            if (cut != null && own != null) {
                cut.take(whole, own);
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
