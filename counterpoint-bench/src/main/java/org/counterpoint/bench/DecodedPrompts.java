package org.counterpoint.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.counterpoint.engine.decode.Decoder;
import org.counterpoint.engine.decode.OpenBatch;

/** Prompts of random tokens, of which no two begin alike, continued greedily by our decoder. */
final class DecodedPrompts {
    private static final double NANOS = 1e9;

    private final int[][] prompts;
    private final int newTokens;
    /** What followed each. */
    private int[][] answers = new int[0][];

    DecodedPrompts(int count, int length, int newTokens, int vocabulary) {
        this.prompts = new int[count][length];
        this.newTokens = newTokens;
        for (int i = 0; i < count; i++) {
            SplittableRandom random = new SplittableRandom(i);
            Arrays.setAll(prompts[i], k -> random.nextInt(vocabulary));
        }
    }

    /** Answers them all together. The first new token counts as the prompts': it comes from them. */
    DecodingSpeed answer(Decoder decoder) {
        int[][] made = new int[prompts.length][newTokens];
        long start = System.nanoTime();
        try (OpenBatch batch = decoder.beginByPasses(prompts)) {
            int[] tokens = batch.likeliest();
            long begun = System.nanoTime();
            for (int n = 0; n < newTokens; n++) {
                for (int row = 0; row < tokens.length; row++) {
                    made[row][n] = tokens[row];
                }
                batch.add(tokens);
                tokens = batch.likeliest();
            }
            long end = System.nanoTime();
            answers = made;
            return new DecodingSpeed(
                    prompts.length,
                    (double) prompts.length * prompts[0].length * NANOS / (begun - start),
                    (double) prompts.length * newTokens * NANOS / (end - begun));
        }
    }

    /** Whether the prompts that both have were answered alike. */
    boolean agrees(DecodedPrompts other) {
        int both = Math.min(answers.length, other.answers.length);
        return both > 0 && Arrays.deepEquals(Arrays.copyOf(answers, both), Arrays.copyOf(other.answers, both));
    }
}
