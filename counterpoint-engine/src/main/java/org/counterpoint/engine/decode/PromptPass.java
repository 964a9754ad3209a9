package org.counterpoint.engine.decode;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.arch.Architecture;

/**
 * Computes prompts and leaves their keys and values. What is the same in all of them at the beginning (a chat template's
 * system message) is computed once, and so are prompts that are the same altogether (several samples).
 */
final class PromptPass {
    /** Columns a pass: so many that reading the weights is nothing beside the products, so few that they stay cached. */
    private static final int MOST = 128;

    private final Decoder decoder;
    private final Architecture config;
    private final int[][] prompts;
    /** Which row is the first with the same prompt. */
    private final int[] first;
    /** By layer, then row. */
    private final KeyValues[][] caches;
    /** [prompts, hidden] */
    private final float[] hidden;

    private final LayerPass layers;

    /** @param prompts at least one; token ids, at least one each */
    PromptPass(Decoder decoder, int[][] prompts) {
        this.decoder = decoder;
        this.config = decoder.config();
        this.prompts = prompts;
        this.first = first(prompts);
        this.caches = new KeyValues[config.layers()][prompts.length];
        this.hidden = new float[prompts.length * config.hiddenSize()];
        int all = Arrays.stream(prompts).mapToInt(prompt -> prompt.length).sum();
        this.layers = new LayerPass(decoder, Math.min(all, MOST));
    }

    private static int[] first(int[][] prompts) {
        Map<List<Integer>, Integer> seen = new HashMap<>();
        int[] first = new int[prompts.length];
        Arrays.setAll(
                first,
                row -> seen.computeIfAbsent(Arrays.stream(prompts[row]).boxed().toList(), prompt -> row));
        return first;
    }

    /** @return [prompts, hidden] what the last layer leaves of each prompt's last token */
    float[] run() {
        for (KeyValues[] layer : caches) {
            layer[0] = new KeyValues(
                    config.attention().kvHeads(), config.attention().headDim(), decoder.bf16());
        }
        int[] different = Arrays.stream(first).distinct().toArray();
        int shared = shared(different);
        compute(new int[] {0}, 0, shared);
        for (int row : different) {
            copyCache(0, row, shared);
        }
        compute(different, shared, Integer.MAX_VALUE);
        for (int row = 0; row < prompts.length; row++) {
            if (first[row] != row) {
                copyCache(first[row], row, prompts[row].length);
                System.arraycopy(
                        hidden,
                        first[row] * config.hiddenSize(),
                        hidden,
                        row * config.hiddenSize(),
                        config.hiddenSize());
            }
        }
        return hidden;
    }

    KeyValues[][] caches() {
        return caches;
    }

    private void copyCache(int from, int to, int columns) {
        for (KeyValues[] layer : caches) {
            if (to != from) {
                layer[to] = layer[from].copyOfFirst(columns);
            }
        }
    }

    /** How many tokens at their beginning all have in common; at least one of each prompt is not counted. */
    private int shared(int[] rows) {
        int[] one = prompts[0];
        int common = one.length - 1;
        for (int row : rows) {
            if (decoder.dependsOnLength(prompts[row].length)) {
                return 0; // Keys of the same tokens are turned differently.
            }
            int differs = Arrays.mismatch(one, prompts[row]);
            common = Math.min(common, Math.min(differs < 0 ? one.length : differs, prompts[row].length - 1));
        }
        return rows.length == 1 ? 0 : common;
    }

    /** Computes these rows' tokens from one place to another or to their end, as many in a pass as there is room for. */
    private void compute(int[] rows, int from, int to) {
        int total = Arrays.stream(rows).map(row -> end(row, to) - from).sum();
        int passes = (total + MOST - 1) / MOST;
        int row = 0;
        int position = from;
        for (int pass = 0; pass < passes; pass++) {
            int count = (int) ((long) total * (pass + 1) / passes - (long) total * pass / passes);
            int[] rowOf = new int[count];
            int[] positions = new int[count];
            for (int i = 0; i < count; i++) {
                rowOf[i] = rows[row];
                positions[i] = position++;
                if (position == end(rows[row], to)) {
                    row++;
                    position = from;
                }
            }
            pass(rowOf, positions);
        }
    }

    private int end(int row, int to) {
        return Math.min(prompts[row].length, to);
    }

    private void pass(int[] rows, int[] positions) {
        int[] tokens = new int[rows.length];
        Arrays.setAll(tokens, i -> prompts[rows[i]][positions[i]]);
        int[] lengths = Arrays.stream(rows).map(row -> prompts[row].length).toArray();
        float[] left = layers.run(new Columns(tokens, rows, positions, decoder.angles(positions, lengths)), caches);
        int width = config.hiddenSize();
        for (int i = 0; i < rows.length; i++) {
            if (positions[i] == prompts[rows[i]].length - 1) {
                System.arraycopy(left, i * width, hidden, rows[i] * width, width);
            }
        }
    }
}
