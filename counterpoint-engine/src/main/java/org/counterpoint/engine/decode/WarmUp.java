package org.counterpoint.engine.decode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.counterpoint.engine.weights.ModelConfig;
import org.counterpoint.engine.weights.RopeScaling;

/**
 * Lets the JVM compile the decoding step before it is needed. Interpreted, a vector operation is some hundred times
 * slower: on a real model the first step would take seconds. So a tiny model is run, for as long as that helps, while
 * the real one is being read.
 */
public final class WarmUp {
    private static final int HIDDEN = 256;
    private static final int HEAD_DIM = 64;
    private static final int CONTEXT = 80;
    private static final long LONGEST_NANOS = 3_000_000_000L;
    /** Compiled, a step of this model takes well under half of this. */
    private static final long COMPILED_NANOS = 500_000;

    /** So many good steps in a row: a method may be compiled more than once. */
    private static final int GOOD_STEPS = 20;

    private WarmUp() {}

    /** Starts to compile, for weights in this format; to be joined before the first real step. */
    public static Thread start(boolean bf16) {
        Thread thread = new Thread(() -> run(bf16), "decode-warm-up");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void run(boolean bf16) {
        long end = System.nanoTime() + LONGEST_NANOS;
        try (Decoder decoder = decoder(bf16)) {
            for (int rows : new int[] {Tiles.BLOCK, 4, 1}) {
                DecoderBatch batch = decoder.batch(rows);
                fill(batch, rows);
                float[] x = numbers(rows * HIDDEN);
                float[] angles = numbers(rows * HEAD_DIM / 2);
                int good = 0;
                for (int step = 0; good < GOOD_STEPS && System.nanoTime() < end; step++) {
                    if (step % CONTEXT == 0) {
                        fill(batch, rows);
                    }
                    long begin = System.nanoTime();
                    batch.likeliest(x, angles, angles);
                    good = System.nanoTime() - begin < COMPILED_NANOS ? good + 1 : 0;
                }
            }
        }
    }

    private static void fill(DecoderBatch batch, int rows) {
        float[] prompt = numbers(2 * CONTEXT * HEAD_DIM);
        for (int row = 0; row < rows; row++) {
            batch.fill(0, row, prompt, prompt);
        }
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
        MatrixPacker.Source source = (output, into) -> System.arraycopy(row, 0, into, 0, into.length);
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
        return new Decoder(config, layers, norm, packer.plain(2 * HIDDEN, HIDDEN, source, new float[0]), alone);
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
