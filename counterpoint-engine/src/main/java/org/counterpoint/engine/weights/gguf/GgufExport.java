package org.counterpoint.engine.weights.gguf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        F32(TensorType.F32, 0),
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

        /** The same, or F16 in the place of blocks, for rows that are shorter than one. */
        TensorType plain() {
            return type.plain() ? type : TensorType.F16;
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
        this.architecture = GgufArchitecture.of(config);
        architecture.unlike(config).ifPresent(why -> {
            throw new ModelException(model.path() + " is not written as GGUF: it " + why
                    + ", so llama.cpp would compute something else");
        });
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
            vector(GgufNames.ROPE_FACTORS, factors);
        }
        if (config.positions().ropes().get(0).scaling() instanceof RopeScaling.LongRope stretched) {
            factors(GgufNames.SHORT_FACTORS, stretched.shortFactors());
            factors(GgufNames.LONG_FACTORS, stretched.longFactors());
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

    private void factors(String name, List<Double> factors) {
        float[] numbers = new float[factors.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = factors.get(i).floatValue();
        }
        vector(name, numbers);
    }

    private void vector(String name, float[] numbers) {
        file.tensor(new GgufWriter.Tensor(
                name,
                TensorType.F32,
                1,
                numbers.length,
                true,
                (row, into) -> System.arraycopy(numbers, 0, into, 0, into.length)));
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
        if (architecture == GgufArchitecture.LLAMA || architecture == GgufArchitecture.GRANITE) {
            whole("vocab_size", config.vocabulary().size());
        }
        whole("rope.dimension_count", config.positions().ropes().get(0).dims());
        own();
        scaling(config.positions().ropes().get(0).scaling());
        boolean windows = architecture == GgufArchitecture.GEMMA2 || architecture == GgufArchitecture.GEMMA3;
        if (!windows && attention.windows().stream().anyMatch(window -> window > 0)) {
            notices.add("the model looks back over a sliding window, which this architecture's files do not say:"
                    + " llama.cpp will let it see further in longer texts");
        }
    }

    /** What only some architectures say. */
    private void own() {
        switch (architecture) {
            case GEMMA2, GEMMA3 -> {
                int window = config.attention().windows().get(0);
                if (window > 0) {
                    whole("attention.sliding_window", window);
                }
                cap("attn_logit_softcapping", config.softCaps().attention());
                cap("final_logit_softcapping", config.softCaps().logits());
                if (architecture == GgufArchitecture.GEMMA3) {
                    file.real(
                            "gemma3.rope.freq_base_swa",
                            config.positions().ropes().get(1).theta());
                }
            }
            case GRANITE ->
                file.real("granite.attention.scale", config.attention().scale())
                        .real("granite.embedding_scale", config.scales().embedding())
                        .real("granite.residual_scale", config.scales().residual())
                        .real("granite.logit_scale", 1 / config.scales().logits());
            case PHI3 -> whole("rope.scaling.original_context_length", originalLength());
            default -> {}
        }
    }

    private long originalLength() {
        return config.positions().ropes().get(0).scaling() instanceof RopeScaling.LongRope stretched
                ? stretched.originalMax()
                : config.positions().most();
    }

    /** 0 says that nothing is capped, where a file without the key would be capped. */
    private void cap(String name, double cap) {
        if (architecture == GgufArchitecture.GEMMA2 || cap > 0) {
            file.real(architecture.id() + "." + name, cap);
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
        } else if (scaling instanceof RopeScaling.LongRope stretched && architecture == GgufArchitecture.PHI3) {
            file.real(key + "attn_factor", stretched.attentionFactor());
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
        String name = GgufNames.of(tensor.name(), architecture);
        if (tensor.shape().size() == 1) {
            float[] all = rows.all();
            float added = tensor.kind() == ExpectedTensor.Kind.NORM ? GgufArchitecture.addedToNorms(config) : 0;
            file.tensor(new GgufWriter.Tensor(name, TensorType.F32, 1, all.length, true, (row, into) -> {
                for (int i = 0; i < into.length; i++) {
                    into[i] = all[order.inModel(i)] + added;
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
