package org.counterpoint.engine.decode;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows that are continued together: their caches and the buffers of a step. Not for several threads at once.
 *
 * <p>A pass reads every weight, whether for one column or for a few. So a row that is alone is computed together with what a {@link
 * PromptLookup} guesses to follow; as long as it does follow, the next steps have nothing to compute. A column's bits do not
 * depend on how many are computed with it, so neither does what follows.
 */
final class DecoderBatch implements OpenBatch {
    private static final int[] NOTHING = {};

    private final Decoder decoder;
    /** Whether a row that is alone is computed ahead. */
    private final boolean ahead;
    /** By layer, then row. */
    private final KeyValues[][] caches;
    /** Columns of each row. */
    private int[] lengths;
    /** What each row consists of. */
    private int[][] tokens;
    /** [columns, hidden] what the last layer left of each row's last column, or of the only row's and of those guessed. */
    private float[] hidden;

    private LayerPass layers;
    private VocabularyPass vocabulary;

    private Optional<PromptLookup> lookup = Optional.empty();
    /** What the only row was computed with as its next tokens. */
    private int[] guessed = NOTHING;
    /** How many of them followed. */
    private int reached;
    /** By column; empty before they are asked for, as are the logits. */
    private int[] likeliest = NOTHING;

    private float[][] logits = {};
    /** Nanoseconds that the layers took for these columns; 0 where they were a prompt's. */
    private long taken;

    DecoderBatch(Decoder decoder, int[][] prompts, boolean ahead) {
        this.decoder = decoder;
        this.ahead = ahead;
        PromptPass pass = new PromptPass(decoder, prompts);
        this.hidden = pass.run();
        this.caches = pass.caches();
        this.lengths = Arrays.stream(prompts).mapToInt(prompt -> prompt.length).toArray();
        this.tokens = prompts.clone();
        this.layers = new LayerPass(decoder, most());
        this.vocabulary = new VocabularyPass(decoder, most());
        this.lookup = lookup();
    }

    /** Columns of a pass at most: more than a block would cost what they bring. */
    private int most() {
        return ahead && lengths.length == 1 ? Tiles.BLOCK : lengths.length;
    }

    private Optional<PromptLookup> lookup() {
        return ahead && lengths.length == 1 ? Optional.of(new PromptLookup(tokens[0], lengths[0])) : Optional.empty();
    }

    /** With how many guesses the newest column that was computed came. */
    int guessed() {
        return guessed.length;
    }

    private int columns() {
        return lengths.length + guessed.length;
    }

    @Override
    public int[] likeliest() {
        if (likeliest.length == 0) {
            long start = System.nanoTime();
            likeliest = vocabulary.likeliest(hidden, columns());
            note(start);
        }
        return Arrays.copyOfRange(likeliest, reached, reached + lengths.length);
    }

    @Override
    public float[][] logits() {
        if (logits.length == 0) {
            long start = System.nanoTime();
            logits = vocabulary.logits(hidden, columns());
            note(start);
        }
        return Arrays.copyOfRange(logits, reached, reached + lengths.length);
    }

    private void note(long start) {
        if (lookup.isPresent() && taken > 0) {
            decoder.times().add(columns(), taken + System.nanoTime() - start);
        }
    }

    @Override
    public void add(int[] added) {
        for (int row = 0; row < added.length; row++) {
            if (tokens[row].length == lengths[row]) {
                tokens[row] = Arrays.copyOf(tokens[row], lengths[row] + lengths[row] / 2 + 16);
            }
            tokens[row][lengths[row]++] = added[row];
        }
        lookup.ifPresent(some -> some.follow(tokens[0], lengths[0]));
        if (reached < guessed.length && guessed[reached] == added[0]) {
            reached++;
            return;
        }
        forget(lengths[0] - 1);
        guessed = lookup.map(some -> some.guess(tokens[0], lengths[0], room(), decoder.times()))
                .orElse(NOTHING);
        compute(IntStream.concat(Arrays.stream(added), Arrays.stream(guessed)).toArray());
        for (int row = 0; row < lengths.length; row++) {
            if (decoder.turnsAnewAt(lengths[row])) {
                computeAgain(row);
            }
        }
    }

    /** How many tokens may be guessed: as many as have a place, and as turn none of those before otherwise. */
    private int room() {
        if (decoder.turnsAnewAt(lengths[0])) {
            return 0;
        }
        int most = Math.min(Tiles.BLOCK - 1, decoder.config().positions().most() - lengths[0]);
        int count = 0;
        while (count < most && !decoder.turnsAnewAt(lengths[0] + count + 1)) {
            count++;
        }
        return count;
    }

    /** Lets go of columns that were guessed and did not follow, or not yet. */
    private void forget(int length) {
        for (KeyValues[] layer : caches) {
            if (guessed.length > 0) {
                layer[0].cut(length);
            }
        }
        guessed = NOTHING;
        reached = 0;
        likeliest = NOTHING;
        logits = new float[0][];
    }

    /** @param columns a token of each row, and what was guessed of the first */
    private void compute(int[] columns) {
        int[] rows = new int[columns.length];
        int[] positions = new int[columns.length];
        for (int column = 0; column < columns.length; column++) {
            int beyond = Math.max(0, column - lengths.length + 1);
            rows[column] = column - beyond;
            positions[column] = lengths[rows[column]] - 1 + beyond;
        }
        int[] upTo = Arrays.stream(positions).map(position -> position + 1).toArray();
        long start = System.nanoTime();
        hidden = layers.run(new Columns(columns, rows, positions, decoder.angles(positions, upTo)), caches);
        taken = System.nanoTime() - start;
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
        forget(lengths[0]);
        for (int layer = 0; layer < caches.length; layer++) {
            KeyValues[] all = caches[layer];
            caches[layer] = Arrays.stream(rows).mapToObj(row -> all[row]).toArray(KeyValues[]::new);
        }
        lengths = Arrays.stream(rows).map(row -> lengths[row]).toArray();
        tokens = Arrays.stream(rows).mapToObj(row -> tokens[row]).toArray(int[][]::new);
        arrange();
    }

    @Override
    public void join(int[][] prompts) {
        DecoderBatch others = new DecoderBatch(decoder, prompts, ahead);
        int width = decoder.config().hiddenSize();
        int mine = lengths.length * width;
        float[] both = new float[mine + prompts.length * width];
        System.arraycopy(hidden, reached * width, both, 0, mine);
        System.arraycopy(others.hidden, 0, both, mine, prompts.length * width);
        forget(lengths[0]);
        hidden = both;
        taken = 0;
        for (int layer = 0; layer < caches.length; layer++) {
            caches[layer] = Stream.concat(Arrays.stream(caches[layer]), Arrays.stream(others.caches[layer]))
                    .toArray(KeyValues[]::new);
        }
        lengths = IntStream.concat(Arrays.stream(lengths), Arrays.stream(others.lengths))
                .toArray();
        tokens = Stream.concat(Arrays.stream(tokens), Arrays.stream(prompts)).toArray(int[][]::new);
        arrange();
    }

    /** Buffers for the rows that there are now. */
    private void arrange() {
        layers = new LayerPass(decoder, most());
        vocabulary = new VocabularyPass(decoder, most());
        lookup = lookup();
    }

    @Override
    public void close() {
        // All of it is on the heap.
    }
}
