package org.counterpoint.engine.weights.gguf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.adapter.AdapterConfig;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.weights.AdapterWriter;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.LowRankFactors;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorData;
import org.counterpoint.engine.weights.TensorSource;
import org.jspecify.annotations.Nullable;

/**
 * LoRA adapters as GGUF files of their own, for a base that is one too: factors named for the weight that they are added to,
 * and one alpha. A factor counts {@code alpha / rank}. Rows of B are those of the weight, and so in its order.
 */
public final class GgufAdapter {
    private static final String TYPE = "general.type";
    private static final String ALPHA = "adapter.lora.alpha";
    private static final String A = ".lora_a";
    private static final String B = ".lora_b";
    private static final Set<String> KEYS =
            Set.of(TYPE, "general.architecture", "adapter.type", ALPHA, "general.alignment");

    private GgufAdapter() {}

    /** Whether a file is an adapter's. */
    public static boolean isOne(Path gguf) {
        try (GgufFile file = GgufFile.open(gguf)) {
            return file.metadata().text(TYPE).orElse("").equals("adapter");
        }
    }

    /**
     * Writes an adapter's factors alone.
     *
     * @param folder an adapter's
     * @param base where its base is; null for where the adapter says
     * @throws ModelException if it is no adapter, or its base is of a kind that is not written
     */
    public static void write(Path folder, @Nullable Path base, Path gguf, GgufExport.Type type) throws IOException {
        try (ModelFolder model = ModelFolder.open(folder, base)) {
            if (!model.isAdapter()) {
                throw new ModelException(folder + " is a whole model, not an adapter: leave --adapter-only out");
            }
            Architecture config = model.config();
            GgufArchitecture architecture = GgufArchitecture.of(config);
            GgufWriter file = new GgufWriter();
            file.text("general.architecture", architecture.id())
                    .text(TYPE, "adapter")
                    .text("general.name", String.valueOf(gguf.getFileName()).replaceFirst("\\.gguf$", ""))
                    .text("adapter.type", "lora");
            // The scale is in B already: with the rank of the first as alpha its factors count 1, and so do others' of
            // that rank.
            int alpha = model.factors().values().iterator().next().rank();
            file.real(ALPHA, alpha);
            for (Map.Entry<String, LowRankFactors> entry : model.factors().entrySet()) {
                String name = GgufNames.of(entry.getKey(), architecture);
                HeadRows order = HeadRows.of(
                        entry.getKey(), architecture, config.attention().headDim());
                put(file, name, entry.getValue(), order, alpha, type.plain());
            }
            Path parent = gguf.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            file.write(gguf);
        }
    }

    private static void put(
            GgufWriter file, String name, LowRankFactors factors, HeadRows order, int alpha, TensorType type) {
        int rank = factors.rank();
        int inputs = factors.a().length / rank;
        int outputs = factors.b().length / rank;
        float counted = (float) rank / alpha;
        file.tensor(new GgufWriter.Tensor(
                name + A,
                type,
                rank,
                inputs,
                false,
                (row, into) -> System.arraycopy(factors.a(), row * inputs, into, 0, inputs)));
        file.tensor(new GgufWriter.Tensor(name + B, type, outputs, rank, false, (row, into) -> {
            System.arraycopy(factors.b(), order.inModel(row) * rank, into, 0, rank);
            for (int i = 0; i < rank; i++) {
                into[i] *= counted;
            }
        }));
    }

    /**
     * Writes a new adapter folder in PEFT's form.
     *
     * @param base the folder of the model that it is for
     * @param target must not exist
     * @return SHA-256 in hex of every file, by name
     * @throws ModelException if the file cannot be read, is no adapter's, or does not fit the base
     */
    public static Map<String, String> read(Path gguf, Path base, Path target) throws IOException {
        try (GgufFile file = GgufFile.open(gguf);
                ModelFolder model = ModelFolder.open(base)) {
            Metadata metadata = file.metadata();
            check(metadata, model.config());
            double alpha = metadata.real(ALPHA).orElseThrow(() -> metadata.fault(ALPHA, "is missing"));
            if (!(alpha > 0)) {
                throw metadata.fault(ALPHA, "is " + alpha + ": a positive number is needed");
            }
            List<TensorSource> tensors = new ArrayList<>();
            Map<String, Integer> ranks = new LinkedHashMap<>();
            TreeSet<String> left = new TreeSet<>(file.tensors().keySet());
            for (ExpectedTensor weight : ExpectedTensor.of(model.config())) {
                String name = GgufNames.of(weight.name(), GgufArchitecture.of(model.config()));
                GgufFile.Tensor a = file.tensors().get(name + A);
                GgufFile.Tensor b = file.tensors().get(name + B);
                if (weight.kind() != ExpectedTensor.Kind.LINEAR || a == null || b == null) {
                    continue;
                }
                left.removeAll(List.of(name + A, name + B));
                long rank = a.shape().get(0);
                requireShape(metadata, a, List.of(rank, weight.shape().get(1)));
                requireShape(metadata, b, List.of(weight.shape().get(0), rank));
                String module = weight.name().substring(0, weight.name().lastIndexOf('.'));
                ranks.put(module, Math.toIntExact(rank));
                HeadRows order = HeadRows.of(
                        weight.name(),
                        GgufArchitecture.of(model.config()),
                        model.config().attention().headDim());
                tensors.add(source("base_model.model." + module + ".lora_A.weight", a, HeadRows.SAME));
                tensors.add(source("base_model.model." + module + ".lora_B.weight", b, order));
            }
            if (!left.isEmpty() || ranks.isEmpty()) {
                throw new ModelException(gguf + ": "
                        + (left.isEmpty()
                                ? "holds no factors"
                                : "tensor " + left.first() + " is of no linear layer of ")
                        + (left.isEmpty() ? "" : base.toString()));
            }
            AdapterConfig config = AdapterConfig.of(ranks, alpha);
            return AdapterWriter.write(target, config, base, model.weightsHash(), Map.of(), tensors, null);
        }
    }

    private static void check(Metadata metadata, Architecture base) {
        if (!metadata.text(TYPE).orElse("").equals("adapter")) {
            throw metadata.fault(TYPE, "does not say that it is an adapter: leave --base out");
        }
        String id = metadata.text("general.architecture").orElse("");
        String own = GgufArchitecture.of(base).id();
        if (!id.equals(own)) {
            throw metadata.fault("general.architecture", "is " + id + ", the base's is " + own);
        }
        String kind = metadata.text("adapter.type").orElse("");
        if (!kind.equals("lora")) {
            throw metadata.fault("adapter.type", "is " + kind + ": lora is read");
        }
        for (String key : metadata.keys()) {
            if (key.startsWith("adapter.") && !KEYS.contains(key)) {
                throw metadata.fault(key, "is not known and may change what the adapter does");
            }
        }
    }

    private static void requireShape(Metadata metadata, GgufFile.Tensor tensor, List<Long> shape) {
        if (!tensor.shape().equals(shape)) {
            throw new ModelException(metadata.file() + ": tensor " + tensor.name() + " has the shape " + tensor.shape()
                    + ", the base asks for " + shape);
        }
    }

    private static TensorSource source(String name, GgufFile.Tensor tensor, HeadRows order) {
        TensorData data = new GgufTensor(name, tensor, order, 0);
        return TensorSource.of(data).as(DType.F32);
    }
}
