package org.counterpoint.engine.weights.gguf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.arch.RopeScaling;
import org.counterpoint.engine.text.TokenizerParts;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorRows;
import org.jspecify.annotations.Nullable;

/** A GGUF file from a model folder, for llama.cpp and Ollama: weights, tokenizer, chat template, end tokens. */
public final class GgufExport {
    private static final int QUANTIZATION_VERSION = 2;

    private final ModelFolder model;
    private final Architecture config;
    private final GgufArchitecture architecture;
    private final GgufWriter file = new GgufWriter();
    private final List<String> notices = new ArrayList<>();

    /** What matrices are written as; vectors stay in fp32. */
    public enum Type {
        F16(TensorType.F16, 1),
        BF16(TensorType.BF16, 32),
        Q8_0(TensorType.Q8_0, 7),
        Q4_0(TensorType.Q4_0, 2);

        private final TensorType type;
        private final int fileType;

        Type(TensorType type, int fileType) {
            this.type = type;
            this.fileType = fileType;
        }
    }

    /**
     * What was written.
     *
     * @param notices what a person should know of it
     * @param modelfile Ollama's, for a model file of this name
     */
    public record Exported(List<String> notices, String modelfile) {}

    private GgufExport(ModelFolder model) {
        this.model = model;
        this.config = model.config();
        this.architecture = GgufArchitecture.of(config)
                .orElseThrow(() -> new ModelException(model.path() + " is a " + config.name()
                        + ", which is not written as GGUF. Written are "
                        + Arrays.stream(GgufArchitecture.values())
                                .map(GgufArchitecture::transformersClass)
                                .collect(Collectors.joining(", "))
                        + " and MistralForCausalLM"));
    }

    /**
     * Writes the file.
     *
     * @param folder of a language model, or an adapter's, which is merged with its base
     * @param base of an adapter; null for where the adapter says
     * @throws ModelException if the model is of a kind that is not written, or not sound
     */
    public static Exported write(Path folder, @Nullable Path base, Path gguf, Type type) throws IOException {
        try (ModelFolder model = ModelFolder.open(folder, base)) {
            if (model.config().labels() > 0) {
                throw new ModelException(folder + " is a reward model, which GGUF has no form for");
            }
            return new GgufExport(model).write(TokenizerParts.read(folder, base), gguf, type);
        }
    }

    private Exported write(TokenizerParts text, Path gguf, Type type) throws IOException {
        metadata(type, gguf);
        new ExportedTokenizer(text, config.vocabulary().size()).into(file);
        if (config.positions().ropes().get(0).scaling() instanceof RopeScaling.Llama3 stretched) {
            float[] factors = RopeFactors.of(
                    stretched,
                    config.positions().ropes().get(0).theta(),
                    config.attention().headDim());
            file.tensor(new GgufWriter.Tensor(
                    GgufNames.ROPE_FACTORS,
                    TensorType.F32,
                    1,
                    factors.length,
                    true,
                    (row, into) -> System.arraycopy(factors, 0, into, 0, into.length)));
        }
        for (ExpectedTensor tensor : ExpectedTensor.of(config)) {
            tensor(tensor, type);
        }
        Path parent = gguf.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        file.write(gguf);
        Modelfile modelfile = Modelfile.of(text, String.valueOf(gguf.getFileName()));
        notices.addAll(modelfile.notices());
        return new Exported(List.copyOf(notices), modelfile.text());
    }

    private void metadata(Type type, Path gguf) {
        Architecture.Attention attention = config.attention();
        file.text("general.architecture", architecture.id());
        file.text("general.type", "model");
        file.text("general.name", String.valueOf(gguf.getFileName()).replaceFirst("\\.gguf$", ""));
        file.whole("general.file_type", type.fileType);
        if (!type.type.plain()) {
            file.whole("general.quantization_version", QUANTIZATION_VERSION);
        }
        whole("block_count", config.layers());
        whole("context_length", config.positions().most());
        whole("embedding_length", config.hiddenSize());
        whole("feed_forward_length", config.feedForward().width());
        whole("attention.head_count", attention.heads());
        whole("attention.head_count_kv", attention.kvHeads());
        whole("attention.key_length", attention.headDim());
        whole("attention.value_length", attention.headDim());
        file.real(
                architecture.id() + ".attention.layer_norm_rms_epsilon",
                config.norms().eps());
        file.real(
                architecture.id() + ".rope.freq_base",
                config.positions().ropes().get(0).theta());
        if (architecture == GgufArchitecture.LLAMA) {
            whole("vocab_size", config.vocabulary().size());
            whole("rope.dimension_count", attention.headDim());
        }
        scaling(config.positions().ropes().get(0).scaling());
        if (attention.windows().stream().anyMatch(window -> window > 0)) {
            notices.add("the model looks back over a sliding window, which this architecture's files do not say:"
                    + " llama.cpp will let it see further in longer texts");
        }
    }

    private void whole(String name, long value) {
        file.whole(architecture.id() + "." + name, value);
    }

    private void scaling(RopeScaling scaling) {
        String key = architecture.id() + ".rope.scaling.";
        if (scaling instanceof RopeScaling.Linear linear) {
            file.text(key + "type", "linear").real(key + "factor", linear.factor());
        } else if (scaling instanceof RopeScaling.Yarn yarn) {
            file.text(key + "type", "yarn")
                    .real(key + "factor", yarn.factor())
                    .whole(key + "original_context_length", yarn.originalMax());
        } else if (!(scaling instanceof RopeScaling.None || scaling instanceof RopeScaling.Llama3)) {
            throw new ModelException(model.path() + " stretches its positions by " + scaling.wireName()
                    + ", which is not written as GGUF. Written are linear, yarn and llama3");
        }
    }

    private void tensor(ExpectedTensor tensor, Type type) {
        TensorRows rows = model.rows(List.of(tensor.name()));
        TensorRows.Reader reader = rows.reader();
        HeadRows order =
                HeadRows.of(tensor.name(), architecture, config.attention().headDim());
        String name = GgufNames.of(tensor.name());
        if (tensor.shape().size() == 1) {
            float[] all = rows.all();
            file.tensor(new GgufWriter.Tensor(name, TensorType.F32, 1, all.length, true, (row, into) -> {
                for (int i = 0; i < into.length; i++) {
                    into[i] = all[order.inModel(i)];
                }
            }));
            return;
        }
        TensorType stored = rows.width() % type.type.block() == 0 ? type.type : TensorType.F16;
        if (stored != type.type && notices.stream().noneMatch(note -> note.startsWith("matrices whose rows"))) {
            notices.add(
                    "matrices whose rows are no whole blocks of " + type.type.block() + " numbers are written as F16");
        }
        file.tensor(new GgufWriter.Tensor(
                name, stored, rows.rows(), rows.width(), false, (row, into) -> reader.read(order.inModel(row), into)));
    }
}
