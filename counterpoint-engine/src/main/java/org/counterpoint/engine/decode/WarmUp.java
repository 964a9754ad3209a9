package org.counterpoint.engine.decode;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.counterpoint.engine.arch.Activation;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.Family;
import org.counterpoint.engine.arch.NormPlace;
import org.counterpoint.engine.arch.NormWeight;
import org.counterpoint.engine.arch.QueryKeyNorm;
import org.counterpoint.engine.arch.Rope;
import org.counterpoint.engine.arch.RopeScaling;
import org.counterpoint.engine.weights.WholeRows;

/**
 * Lets the JVM compile the decoding step before it is needed. Interpreted, a vector operation is some hundred times
 * slower: on a real model the first step would take seconds. So a tiny model is run, for as long as that helps, while
 * the real one is being read.
 */
final class WarmUp {
    private static final int HIDDEN = 256;
    private static final int HEAD_DIM = 64;
    /** All of the same weights: a method is compiled when it was called often. */
    private static final int LAYERS = 4;

    private static final int PROMPT = 40;
    private static final int STEPS = 40;
    private static final long LONGEST_NANOS = 3_000_000_000L;
    /** Compiled, a step of this model takes well under half of this. */
    private static final long COMPILED_NANOS = 1_000_000;

    /** So many good steps in a row: a method may be compiled more than once. */
    private static final int GOOD_STEPS = 20;

    /** Methods that run once a pass are slow to be found worth compiling. */
    private static final int LEAST_ROUNDS = 4;

    /** By the weights' format: what the JVM has compiled once serves every model of the process. */
    private static final Map<Format, Thread> STARTED = new ConcurrentHashMap<>();

    /** What weights are in. */
    enum Format {
        FP32,
        BF16,
        WHOLE
    }

    private WarmUp() {}

    /** Starts to compile, once a process, for weights in this format; to be joined before the first real step. */
    static Thread start(Format wanted) {
        return STARTED.computeIfAbsent(wanted, format -> {
            Thread thread = new Thread(() -> run(format), "decode-warm-up");
            thread.setDaemon(true);
            thread.start();
            return thread;
        });
    }

    private static void run(Format format) {
        long end = System.nanoTime() + LONGEST_NANOS;
        try (Decoder decoder = decoder(format)) {
            for (int rows : new int[] {Tiles.BLOCK, 4, 1}) {
                int good = 0;
                for (int round = 0; round < LEAST_ROUNDS || good < GOOD_STEPS; round++) {
                    good = goodSteps(decoder.beginByPasses(prompts(rows)), end);
                    if (System.nanoTime() > end) {
                        return;
                    }
                }
            }
        }
    }

    /** Takes some steps; returns how many of the last were good. */
    private static int goodSteps(Continuation continuation, long end) {
        int good = 0;
        for (int step = 0; step < STEPS && System.nanoTime() < end; step++) {
            long begin = System.nanoTime();
            weigh(continuation.logits());
            continuation.add(continuation.likeliest());
            good = System.nanoTime() - begin < COMPILED_NANOS ? good + 1 : 0;
        }
        return good;
    }

    /** As a draw of each row would. */
    private static void weigh(float[][] logits) {
        TokenWeights weights = TokenWeights.here();
        for (float[] row : logits) {
            weights.weigh(row, 0, row.length, weights.greatest(row), 1, new float[row.length], 0);
        }
    }

    /** Different ones with the same beginning. */
    private static int[][] prompts(int rows) {
        int[][] prompts = new int[rows][];
        Arrays.setAll(prompts, row -> {
            int[] prompt = new int[PROMPT + row];
            Arrays.fill(prompt, PROMPT / 2, prompt.length, row + 1);
            return prompt;
        });
        return prompts;
    }

    private static Decoder decoder(Format format) {
        Architecture config = new Architecture(
                Family.LLAMA,
                "warm-up",
                0,
                LAYERS,
                HIDDEN,
                new Architecture.Vocabulary(2 * HIDDEN, false, -1, Set.of()),
                new Architecture.Attention(
                        4,
                        2,
                        HEAD_DIM,
                        false,
                        false,
                        QueryKeyNorm.NONE,
                        1 / Math.sqrt(HEAD_DIM),
                        Collections.nCopies(LAYERS, 0)),
                new Architecture.FeedForward(2 * HIDDEN, false, Activation.SILU),
                new Architecture.Norms(1e-5, NormWeight.PLAIN, NormPlace.BEFORE),
                Architecture.Positions.everywhere(
                        PROMPT + STEPS, new Rope(10_000, HEAD_DIM, new RopeScaling.None()), LAYERS),
                Architecture.Scales.ONE,
                Architecture.SoftCaps.NONE,
                1);
        Team alone = new Team(1);
        Optional<NativeWeights> held =
                format == Format.WHOLE ? Optional.empty() : NativeWeights.here(format == Format.BF16);
        MatrixPacker packer = new MatrixPacker(alone, format == Format.BF16, held);
        float[] row = numbers(2 * HIDDEN);
        Supplier<MatrixPacker.Source> source = () -> (output, into) -> System.arraycopy(row, 0, into, 0, into.length);
        Packed plain = format == Format.WHOLE
                ? (outputs, inputs) -> packer.plain(new Wholes(outputs, inputs), new float[0])
                : (outputs, inputs) -> packer.plain(outputs, inputs, source, new float[0]);
        Matrix gateUp = format == Format.WHOLE
                ? packer.gateUp(new Wholes(4 * HIDDEN, HIDDEN), new float[0])
                : packer.gateUp(2 * HIDDEN, HIDDEN, source, new float[0]);
        float[] norm = numbers(HIDDEN);
        LayerMatrices layer = new LayerMatrices(
                norm,
                plain.pack(8 * HEAD_DIM, HIDDEN),
                null,
                null,
                plain.pack(HIDDEN, 4 * HEAD_DIM),
                null,
                norm,
                gateUp,
                plain.pack(HIDDEN, 2 * HIDDEN),
                null);
        List<LayerMatrices> layers = Collections.nCopies(LAYERS, layer);
        StoredMatrix vocabulary = plain.pack(2 * HIDDEN, HIDDEN);
        return new Decoder(config, vocabulary, layers, norm, vocabulary, alone, held, format == Format.BF16);
    }

    private static float[] numbers(int count) {
        float[] numbers = new float[count];
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            numbers[i] = (random.nextFloat() - 0.5f) / 16;
        }
        return numbers;
    }

    @FunctionalInterface
    private interface Packed {
        StoredMatrix pack(int outputs, int inputs);
    }

    /** Rows of small numbers in eight bits. */
    private record Wholes(int rows, int width) implements WholeRows {
        @Override
        public int bits() {
            return 8;
        }

        @Override
        public int scaleEvery() {
            return 32;
        }

        @Override
        public boolean hasOffsets() {
            return false;
        }

        @Override
        public Reader reader() {
            return (row, numbers, scales, offsets) -> {
                new Random(row).nextBytes(numbers);
                Arrays.fill(scales, 1e-4f);
            };
        }
    }
}
