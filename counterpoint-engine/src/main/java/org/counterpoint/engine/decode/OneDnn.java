package org.counterpoint.engine.decode;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Loader;
import org.counterpoint.engine.machine.KernelChoice;
import org.counterpoint.engine.machine.NativeLoading;
import org.counterpoint.engine.machine.Processor;
import org.counterpoint.engine.scope.TensorScope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * oneDNN by itself. It multiplies bf16 with instructions that Java's vectors do not reach, and fp32 while it reads ahead in huge pages,
 * where Java's vectors read and multiply in turn. A product is computed by the thread that asks for it, alone: the threads here share outputs
 * out among themselves. An output's sum is the same to the bit whatever the number of rows.
 */
final class OneDnn {
    private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);
    /** How the names of its kernels of blocks begin; others compute number by number. */
    private static final String FAST = "brg";

    private static final Object[] NONE = {};
    /** So many that a kernel may sum them in parts. */
    private static final int MANY_INPUTS = 2048;

    private static final int MANY_ROWS = 32;
    /** From here on rows are filled up to a multiple of it, so that a kernel is made for few numbers of rows. */
    private static final int ROWS = 8;

    private final engine cpu = TensorScope.kept(() -> new engine(engine.kind.cpu, 0));
    /** Of the calling thread's products. */
    private final Function getThreads;

    private final Function setThreads;

    /**
     * A product's.
     *
     * @param rows of what weights are multiplied with
     * @param weights what they are
     */
    record Shape(int rows, OneDnnWeights.Layout weights) {}

    private OneDnn() {
        NativeLibrary threads = NativeLibrary.getInstance("libgomp.so.1"); // The one that is loaded already.
        this.getThreads = threads.getFunction("omp_get_max_threads");
        this.setThreads = threads.getFunction("omp_set_num_threads");
    }

    /** The library, where it is here and multiplies this processor's bf16, or fp32, faster than Java's vectors, or was asked for. */
    static Optional<OneDnn> here(boolean bf16) {
        Processor here = Processor.here();
        // Of fp32 in memory Intel's processors read a fifth more where Java's vectors read four tiles in turn.
        boolean isFaster = bf16 ? here.multipliesBf16() : !here.isIntel();
        return isFaster || KernelChoice.isOneDnn() ? able(bf16) : Optional.empty();
    }

    /** The library, where it is here and multiplies this processor's bf16, or fp32. Loads it the first time. */
    static Optional<OneDnn> able(boolean bf16) {
        return bf16 ? Halves.HERE : Floats.HERE;
    }

    private static final class Halves {
        static final Optional<OneDnn> HERE = load(true, Processor.here().hasBf16());
    }

    private static final class Floats {
        /** With vectors of 256 bits it is no faster than Java's. */
        static final Optional<OneDnn> HERE = load(false, Processor.here().hasWideVectors());
    }

    private static Optional<OneDnn> load(boolean bf16, boolean hasInstructions) {
        if (KernelChoice.isPlain() || !hasInstructions) {
            return Optional.empty();
        }
        NativeLoading.prepare();
        try {
            Loader.load(dnnl.class);
            OneDnn library = new OneDnn();
            if (library.serves(bf16)) {
                return Optional.of(library);
            }
            LOG.warn("Java's vectors multiply, slower: oneDNN has no kernels for this processor that serve");
        } catch (LinkageError | RuntimeException e) {
            LOG.warn("Java's vectors multiply, slower: oneDNN does not work here: {}", e.toString());
        }
        return Optional.empty();
    }

    /**
     * Whether its kernels take weights as they are laid out here, and a row's sums are the same among few rows and many: nobody promises
     * that, and each kind of processor has kernels of its own.
     */
    private boolean serves(boolean bf16) {
        Shape any = new Shape(ROWS, new OneDnnWeights.Layout(OneDnnWeights.BLOCK, OneDnnWeights.BLOCK, bf16));
        String name;
        try (TensorScope scope = new TensorScope()) {
            name = describe(any).impl_info_str().getString();
        }
        return name.startsWith(FAST)
                && IntStream.of(OneDnnWeights.BLOCK, MANY_INPUTS).allMatch(inputs -> sumsAlike(inputs, bf16));
    }

    private boolean sumsAlike(int inputs, boolean bf16) {
        SplittableRandom random = new SplittableRandom(inputs);
        NativeWeights memory = NativeWeights.of(this);
        try (Team team = new Team(1)) {
            OneDnnMatrix matrix = new OneDnnPacker(bf16, team, 1, memory)
                    .pack(
                            IntStream.range(0, Tiles.TILE).toArray(),
                            inputs,
                            () -> (output, into) -> fill(into, inputs, random),
                            new float[Tiles.TILE],
                            false);
            Operand x = Operand.of(MANY_ROWS, List.of(matrix));
            float[] row = new float[inputs];
            for (int i = 0; i < MANY_ROWS; i++) {
                fill(row, inputs, random);
                x.put(i, 0, row, 0, inputs);
            }
            float[] many = products(matrix, x, MANY_ROWS);
            return IntStream.of(1, ROWS)
                    .allMatch(rows -> Arrays.equals(products(matrix, x, rows), Arrays.copyOf(many, rows * Tiles.TILE)));
        } finally {
            memory.release();
        }
    }

    private static void fill(float[] numbers, int count, SplittableRandom random) {
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
    }

    private float[] products(OneDnnMatrix matrix, Operand x, int rows) {
        float[] y = new float[rows * Tiles.TILE];
        alone(() -> matrix.multiply(x, rows, 0, matrix.tiles(), y, Tiles.TILE));
        return y;
    }

    engine cpu() {
        return cpu;
    }

    /** Runs work whose products the calling thread computes alone, whatever it may use otherwise. */
    void alone(Runnable work) {
        int threads = getThreads.invokeInt(NONE);
        setThreads.invoke(new Object[] {1});
        try {
            work.run();
        } finally {
            setThreads.invoke(new Object[] {threads});
        }
    }

    /** A kernel for some rows, in fp32. */
    matmul.primitive_desc describe(Shape shape) {
        OneDnnWeights.Layout weights = shape.weights();
        memory.desc source =
                new memory.desc(new long[] {shape.rows(), weights.inputs()}, weights.format(), memory.format_tag.ab);
        memory.desc result = new memory.desc(
                new long[] {shape.rows(), weights.outputs()}, memory.data_type.f32, memory.format_tag.ab);
        return new matmul.primitive_desc(cpu, source, weights.description(), result);
    }

    /** The rows that a kernel is made for. One would be summed in another order, and up to four are read as fast as one. */
    static int filledUp(int rows) {
        return rows <= ROWS / 2 ? ROWS / 2 : (rows + ROWS - 1) / ROWS * ROWS;
    }
}
