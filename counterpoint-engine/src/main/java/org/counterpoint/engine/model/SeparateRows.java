package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.decode.OpenBatch;

/**
 * Rows that the native library continues each by itself, as its products depend on how many rows they take together: so
 * that a row is the same whoever is beside it. They take as long as one after the other.
 */
final class SeparateRows implements OpenBatch {
    private final TransformerModel model;
    private List<NativeContinuation> rows = new ArrayList<>();

    SeparateRows(TransformerModel model, int[][] prompts) {
        this.model = model;
        join(prompts);
    }

    @Override
    public void join(int[][] prompts) {
        for (int[] prompt : prompts) {
            rows.add(new NativeContinuation(model, new int[][] {prompt}));
        }
    }

    @Override
    public int[] likeliest() {
        return rows.stream().mapToInt(row -> row.likeliest()[0]).toArray();
    }

    @Override
    public float[][] logits() {
        return rows.stream().map(row -> row.logits()[0]).toArray(float[][]::new);
    }

    @Override
    public void add(int[] tokens) {
        for (int i = 0; i < tokens.length; i++) {
            rows.get(i).add(new int[] {tokens[i]});
        }
    }

    @Override
    public void keep(int[] kept) {
        List<NativeContinuation> staying =
                Arrays.stream(kept).mapToObj(rows::get).toList();
        rows.stream().filter(row -> !staying.contains(row)).forEach(NativeContinuation::close);
        rows = new ArrayList<>(staying);
    }

    @Override
    public void close() {
        rows.forEach(NativeContinuation::close);
        rows.clear();
    }
}
