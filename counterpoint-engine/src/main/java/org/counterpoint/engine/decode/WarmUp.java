package org.counterpoint.engine.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.counterpoint.engine.weights.ModelConfig;
import org.counterpoint.engine.weights.RopeScaling;

/**
 * Lets the JVM compile the decoding step before it is needed. Interpreted, a vector operation is some hundred times
 * slower: on a real model the first step would take seconds. So a tiny model is run, for as long as that helps, while
 * the real one is being read.
 */
final class WarmUp {
    private static final int HIDDEN = 256;
    private static final int HEAD_DIM = 64;
    private static final int PROMPT = 24;
    private static final int CONTEXT = 40;
    private static final long LONGEST_NANOS = 3_000_000_000L;
    /** Compiled, a step of this model takes well under half of this. */
    private static final long COMPILED_NANOS = 500_000;

    /** So many good steps in a row: a method may be compiled more than once. */
    private static final int GOOD_STEPS = 20;

    private WarmUp() {}

    /** Starts to compile, for weights in this format; to be joined before the first real step. */
    static Thread start(boolean bf16) {
        Thread thread = new Thread(() -> run(bf16), "decode-warm-up");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void run(boolean bf16) {
        long end = System.nanoTime() + LONGEST_NANOS;
        try (Decoder decoder = decoder(bf16)) {
            for (int rows : new int[] {Tiles.BLOCK, 4, 1}) {
                int good = 0;
                while (good < GOOD_STEPS && System.nanoTime() < end) {
                    good = steps(decoder.begin(prompts(rows)), rows, good, end);
                }
            }
        }
    }

    /** Some steps; returns how many good ones there were in a row by now. */
    private static int steps(Continuation continuation, int rows, int goodBefore, long end) {
        int good = goodBefore;
        for (int step = 0; good < GOOD_STEPS && step < CONTEXT && System.nanoTime() < end; step++) {
            long begin = System.nanoTime();
            int[] tokens = continuation.likeliest();
            continuation.add(tokens);
            good = System.nanoTime() - begin < COMPILED_NANOS ? good + 1 : 0;
        }
        return good;
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

    private static Decoder decoder(boolean bf16) {
        ModelConfig config = new ModelConfig(
                "warm-up",
                0,
                HIDDEN,
                2 * HIDDEN,
                1,
                4,
                2,
                HEAD_DIM,
                2 * HIDDEN,
                1e-5,
                10_000,
                new RopeScaling.None(),
                CONTEXT,
                Collections.nCopies(1, 0),
                false,
                false,
                false,
                false,
                false,
                1,
                -1,
                Set.of());
        Team alone = new Team(1);
        MatrixPacker packer = new MatrixPacker(alone, bf16);
        float[] row = numbers(2 * HIDDEN);
        Supplier<MatrixPacker.Source> source = () -> (output, into) -> System.arraycopy(row, 0, into, 0, into.length);
        float[] norm = numbers(HIDDEN);
        List<LayerMatrices> layers = new ArrayList<>();
        layers.add(new LayerMatrices(
                norm,
                packer.plain(8 * HEAD_DIM, HIDDEN, source, new float[0]),
                null,
                null,
                packer.plain(HIDDEN, 4 * HEAD_DIM, source, new float[0]),
                norm,
                packer.gateUp(2 * HIDDEN, HIDDEN, source, new float[0]),
                packer.down(HIDDEN, 2 * HIDDEN, source, new float[0])));
        Matrix vocabulary = packer.plain(2 * HIDDEN, HIDDEN, source, new float[0]);
        return new Decoder(config, vocabulary, layers, norm, vocabulary, alone);
    }

    private static float[] numbers(int count) {
        float[] numbers = new float[count];
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            numbers[i] = (random.nextFloat() - 0.5f) / 16;
        }
        return numbers;
    }
}
