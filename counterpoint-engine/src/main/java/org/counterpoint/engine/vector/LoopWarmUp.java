package org.counterpoint.engine.vector;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets the JVM compile attention and the softmax of training while a model is read. Interpreted, a vector operation is some hundred
 * times slower, so that the first pass over a model would take a second more. Nobody waits for it.
 */
public final class LoopWarmUp {
    private static final SegmentAttention.Shape SHAPE = new SegmentAttention.Shape(64, 3, 0);
    private static final int POSITIONS = 48;
    private static final int VOCABULARY = 4096;
    private static final long LONGEST_NANOS = 1_000_000_000L;
    /** Compiled, a round takes well under half of this. */
    private static final long COMPILED_NANOS = 400_000;

    /** So many good rounds in a row: a method may be compiled more than once. */
    private static final int GOOD_ROUNDS = 20;

    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private LoopWarmUp() {}

    /**
     * Begins, once a process.
     *
     * @param backward whether loops of the way back will be needed too
     */
    public static void start(boolean backward) {
        if (STARTED.compareAndSet(false, true)) {
            Thread thread = new Thread(() -> run(backward), "vector-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    static void run(boolean backward) {
        long end = System.nanoTime() + LONGEST_NANOS;
        SegmentAttention attention = new SegmentAttention(SHAPE, Lanes.whole(POSITIONS), backward);
        for (float[] numbers : new float[][] {attention.keys(), attention.values(), attention.queries()}) {
            Arrays.fill(numbers, 0.1f);
        }
        LogitRow logits = new LogitRow(VOCABULARY, 1, 0, 1);
        short[] halves = new short[VOCABULARY];
        int good = 0;
        for (long begin = System.nanoTime(); good < GOOD_ROUNDS && begin < end; begin = System.nanoTime()) {
            round(attention, logits, halves, backward);
            good = System.nanoTime() - begin < COMPILED_NANOS ? good + 1 : 0;
        }
    }

    private static void round(SegmentAttention attention, LogitRow logits, short[] halves, boolean backward) {
        attention.begin();
        for (int from = 0; from < POSITIONS; from += SHAPE.blockPositions()) {
            QueryBlock block = new QueryBlock(from, Math.min(POSITIONS, from + SHAPE.blockPositions()), 0, 0, 0, 0);
            attention.forward(block);
            if (backward) {
                attention.backward(block);
            }
        }
        HalfRounding.widen(halves, 0, VOCABULARY, logits.numbers(), 0);
        logits.shape();
        float logSum = logits.score(0).logSum();
        if (backward) {
            logits.backward(0, logSum, 0.1f);
            HalfRounding.round(logits.numbers(), 0, VOCABULARY, halves, 0);
        }
    }
}
