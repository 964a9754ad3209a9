package org.counterpoint.engine.decode;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Arrays;
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
 * oneDNN by itself, for products on processors that multiply bf16, whose instructions Java's vectors do not reach. A product is computed by
 * the thread that asks for it, alone: the threads here share outputs out among themselves. An output's sum is the same to the bit
 * whatever the number of rows.
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

    /** The library, where it is here and this processor multiplies bf16. Loads it the first time. */
    static Optional<OneDnn> here() {
        return Holder.HERE;
    }

    private static final class Holder {
        static final Optional<OneDnn> HERE = load();

        private static Optional<OneDnn> load() {
            if (KernelChoice.isPlain() || !Processor.here().multipliesBf16()) {
                return Optional.empty();
            }
            NativeLoading.prepare();
            try {
                Loader.load(dnnl.class);
                OneDnn library = new OneDnn();
                if (library.serves()) {
                    return Optional.of(library);
                }
                LOG.warn(
                        "bf16 is multiplied by Java's vectors, slower: oneDNN has no kernels for this processor that serve");
            } catch (LinkageError | RuntimeException e) {
                LOG.warn("bf16 is multiplied by Java's vectors, slower: oneDNN does not work here: {}", e.toString());
            }
            return Optional.empty();
        }
    }

    /**
     * Whether its kernels take weights as they are laid out here, and a row's sums are the same among few rows and many: nobody promises
     * that, and each kind of processor has kernels of its own.
     */
    private boolean serves() {
        Shape any = new Shape(ROWS, new OneDnnWeights.Layout(OneDnnWeights.BLOCK, OneDnnWeights.BLOCK));
        String name;
        try (TensorScope scope = new TensorScope()) {
            name = describe(any).impl_info_str().getString();
        }
        return name.startsWith(FAST)
                && IntStream.of(OneDnnWeights.BLOCK, MANY_INPUTS).allMatch(this::sumsAlike);
    }

    private boolean sumsAlike(int inputs) {
        OneDnnWeights.Layout layout = new OneDnnWeights.Layout(OneDnnWeights.BLOCK, inputs);
        NativeWeights memory = NativeWeights.of(this);
        try {
            OneDnnWeights weights = new OneDnnWeights(memory, layout);
            SplittableRandom random = new SplittableRandom(inputs);
            weights.writeBlock(
                    0,
                    random.ints((long) layout.pairs() * OneDnnWeights.BLOCK)
                            .map(OneDnn::small)
                            .toArray());
            short[] x = new short[MANY_ROWS * inputs];
            for (int i = 0; i < x.length; i++) {
                x[i] = (short) small(random.nextInt());
            }
            float[] many = products(memory, x, MANY_ROWS, weights);
            return IntStream.of(1, ROWS)
                    .allMatch(rows -> Arrays.equals(
                            products(memory, x, rows, weights), Arrays.copyOf(many, rows * OneDnnWeights.BLOCK)));
        } finally {
            memory.release();
        }
    }

    private float[] products(NativeWeights memory, short[] x, int rows, OneDnnWeights weights) {
        float[] y = new float[rows * OneDnnWeights.BLOCK];
        alone(() -> memory.lane().multiply(x, rows, weights, 0, OneDnnWeights.BLOCK, y, 0, OneDnnWeights.BLOCK));
        return y;
    }

    /** Two numbers in bf16 of magnitudes between 1/2 and 2. */
    private static int small(int random) {
        return random & 0x80ff_80ff | 0x3f00_3f00;
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
        memory.desc source = new memory.desc(
                new long[] {shape.rows(), weights.inputs()}, memory.data_type.bf16, memory.format_tag.ab);
        memory.desc result = new memory.desc(
                new long[] {shape.rows(), weights.outputs()}, memory.data_type.f32, memory.format_tag.ab);
        return new matmul.primitive_desc(cpu, source, weights.description(), result);
    }

    /** The rows that a kernel is made for. One would be summed in another order, and up to four are read as fast as one. */
    static int filledUp(int rows) {
        return rows <= ROWS / 2 ? ROWS / 2 : (rows + ROWS - 1) / ROWS * ROWS;
    }
}
