package org.counterpoint.engine.model;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.decode.AdaptedDecoder;
import org.counterpoint.engine.decode.Decoder;
import org.counterpoint.engine.decode.DecoderLoader;
import org.counterpoint.engine.weights.LowRankFactors;
import org.counterpoint.engine.weights.ModelFolder;
import org.jspecify.annotations.Nullable;

/**
 * Opens models that share what they have in common: every folder of weights is read once, and adapters over it, and the
 * base itself, compute with the same copy. What an adapter answers is what its merged model does, up to the rounding of
 * sums. Closed when all are open; they go on without it.
 */
public final class SharedWeights implements AutoCloseable {
    private final Precision precision;
    private final Map<Path, Decoder> bases = new HashMap<>();

    public SharedWeights(Precision precision) {
        this.precision = precision;
    }

    /**
     * As {@link RollingBatch#open(Path, Path, Precision)}.
     *
     * @param adapterBase where the base of a folder with an adapter is; null for where the adapter says
     * @throws org.counterpoint.engine.ModelException if it is no sound checkpoint
     */
    public RollingBatch open(Path folder, @Nullable Path adapterBase) {
        try (ModelFolder files = ModelFolder.open(folder, adapterBase)) {
            TransformerModel.requireLanguageModel(folder, files.config());
            Optional<Decoder> base = base(files.basePath());
            if (base.isPresent()) {
                Map<String, LowRankFactors> factors = files.isAdapter() ? files.factors() : Map.of();
                return RollingBatch.of(AdaptedDecoder.of(base.get(), factors, NativeRuntime.threadsWithoutLoading()));
            }
        }
        return RollingBatch.openNative(folder, adapterBase, precision);
    }

    private Optional<Decoder> base(Path folder) {
        Path key = folder.toAbsolutePath().normalize();
        Decoder known = bases.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        try (ModelFolder files = ModelFolder.open(folder)) {
            boolean bf16 = precision == Precision.BF16_MIXED;
            Optional<Decoder> loaded = DecoderLoader.load(files, bf16, NativeRuntime.threadsWithoutLoading());
            loaded.ifPresent(decoder -> bases.put(key, decoder));
            return loaded;
        }
    }

    /** Ends the threads that read the weights; the weights stay with the models that are open. */
    @Override
    public void close() {
        bases.values().forEach(Decoder::close);
        bases.clear();
    }
}
