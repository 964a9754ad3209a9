package org.counterpoint.engine.decode;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows that are continued together: their caches and the buffers of a step. Not for several threads at once. */
final class DecoderBatch implements OpenBatch {
    private final Decoder decoder;
    /** By layer, then row. */
    private final KeyValues[][] caches;
    /** Columns of each row. */
    private int[] lengths;
    /** What each row consists of. */
    private int[][] tokens;
    /** [rows, hidden] what the last layer left of each row's last column. */
    private float[] hidden;

    private LayerPass layers;
    private VocabularyPass vocabulary;

    DecoderBatch(Decoder decoder, int[][] prompts) {
        this.decoder = decoder;
        PromptPass pass = new PromptPass(decoder, prompts);
        this.hidden = pass.run();
        this.caches = pass.caches();
        this.lengths = Arrays.stream(prompts).mapToInt(prompt -> prompt.length).toArray();
        this.tokens = prompts.clone();
        this.layers = new LayerPass(decoder, prompts.length);
        this.vocabulary = new VocabularyPass(decoder, prompts.length);
    }

    @Override
    public int[] likeliest() {
        return vocabulary.likeliest(hidden);
    }

    @Override
    public float[][] logits() {
        return vocabulary.logits(hidden);
    }

    @Override
    public void add(int[] added) {
        int[] positions = lengths.clone();
        int[] rows = new int[added.length];
        Arrays.setAll(rows, row -> row);
        Arrays.setAll(lengths, row -> lengths[row] + 1);
        for (int row = 0; row < added.length; row++) {
            if (tokens[row].length < lengths[row]) {
                tokens[row] = Arrays.copyOf(tokens[row], lengths[row] + lengths[row] / 2 + 16);
            }
            tokens[row][positions[row]] = added[row];
        }
        hidden = layers.run(new Columns(added, rows, positions, decoder.angles(positions, lengths)), caches);
        for (int row = 0; row < added.length; row++) {
            if (decoder.turnsAnewAt(lengths[row])) {
                computeAgain(row);
            }
        }
    }

    /** All of a row, of which everything is turned otherwise now. */
    private void computeAgain(int row) {
        PromptPass pass = new PromptPass(decoder, new int[][] {Arrays.copyOf(tokens[row], lengths[row])});
        float[] last = pass.run();
        System.arraycopy(last, 0, hidden, row * last.length, last.length);
        KeyValues[][] again = pass.caches();
        for (int layer = 0; layer < caches.length; layer++) {
            caches[layer][row] = again[layer][0];
        }
    }

    @Override
    public void keep(int[] rows) {
        for (int layer = 0; layer < caches.length; layer++) {
            KeyValues[] all = caches[layer];
            caches[layer] = Arrays.stream(rows).mapToObj(row -> all[row]).toArray(KeyValues[]::new);
        }
        lengths = Arrays.stream(rows).map(row -> lengths[row]).toArray();
        tokens = Arrays.stream(rows).mapToObj(row -> tokens[row]).toArray(int[][]::new);
        layers = new LayerPass(decoder, rows.length);
        vocabulary = new VocabularyPass(decoder, rows.length);
    }

    @Override
    public void join(int[][] prompts) {
        DecoderBatch others = new DecoderBatch(decoder, prompts);
        int width = decoder.config().hiddenSize();
        int mine = lengths.length * width;
        float[] both = Arrays.copyOf(hidden, mine + prompts.length * width);
        System.arraycopy(others.hidden, 0, both, mine, prompts.length * width);
        hidden = both;
        for (int layer = 0; layer < caches.length; layer++) {
            caches[layer] = Stream.concat(Arrays.stream(caches[layer]), Arrays.stream(others.caches[layer]))
                    .toArray(KeyValues[]::new);
        }
        lengths = IntStream.concat(Arrays.stream(lengths), Arrays.stream(others.lengths))
                .toArray();
        tokens = Stream.concat(Arrays.stream(tokens), Arrays.stream(prompts)).toArray(int[][]::new);
        layers = new LayerPass(decoder, lengths.length);
        vocabulary = new VocabularyPass(decoder, lengths.length);
    }

    @Override
    public void close() {
        // All of it is on the heap.
    }
}
