package org.counterpoint.engine.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.decode.Decoder;
import org.counterpoint.engine.decode.OpenBatch;
import org.counterpoint.engine.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are continued together, and that come and go while the others go on. What a row gets depends on its prompt,
 * its sampling and its seed alone, to the bit, whoever is beside it. Used by one thread.
 */
public final class RollingBatch implements AutoCloseable {

    private final Architecture config;
    private final Function<int[][], OpenBatch> beginning;
    private final Runnable closing;
    private final boolean together;
    private final List<Row> rows = new ArrayList<>();
    private @Nullable OpenBatch batch;

    /**
     * What a row is to become.
     *
     * @param prompt token ids, at least one
     * @param forced tokens that follow it before any is chosen: their log-probabilities are told as if they had been
     * @param seed of the row's own random stream; unused when greedy
     * @param logprobs whether log-probabilities are told
     * @param likeliest how many of the likeliest tokens are told at each place
     */
    public record Request(int[] prompt, int[] forced, Sampling sampling, long seed, boolean logprobs, int likeliest) {}

    /**
     * A token that follows.
     *
     * @param logProbability before any temperature; NaN unless asked for
     * @param likeliest at its place, likeliest first; empty unless asked for
     */
    public record Choice(int token, double logProbability, List<NextToken> likeliest) {}

    /** Told of each token of a row; false ends the row. */
    @FunctionalInterface
    public interface Listener {
        boolean next(Choice choice);
    }

    private static final class Row {
        private final Request request;
        private final Listener listener;
        private final SplittableRandom random;
        private int told;

        Row(Request request, Listener listener) {
            this.request = request;
            this.listener = listener;
            this.random = new SplittableRandom(request.seed());
        }

        boolean wantsLogits() {
            return !request.sampling().isGreedy() || request.logprobs() || told < request.forced().length;
        }
    }

    private RollingBatch(
            Architecture config, Function<int[][], OpenBatch> beginning, Runnable closing, boolean together) {
        this.config = config;
        this.beginning = beginning;
        this.closing = closing;
        this.together = together;
    }

    /**
     * Reads a checkpoint folder of a language model, to be computed by Java's own vectors where they are there and the heap
     * has room for the weights, else by the native library, which takes the rows one by one.
     *
     * @throws ModelException if it is no sound checkpoint
     */
    public static RollingBatch open(Path folder, Precision precision) {
        return open(folder, null, precision);
    }

    /**
     * The same.
     *
     * @param adapterBase where the base of a folder with an adapter is; null for where the adapter says
     */
    public static RollingBatch open(Path folder, @Nullable Path adapterBase, Precision precision) {
        try (SharedWeights shared = new SharedWeights(precision)) {
            return shared.open(folder, adapterBase);
        }
    }

    /** With a decoder of its own, which is closed with it. */
    static RollingBatch of(Decoder decoder) {
        return new RollingBatch(decoder.config(), decoder::begin, decoder::close, true);
    }

    static RollingBatch openNative(Path folder, @Nullable Path adapterBase, Precision precision) {
        TransformerModel model =
                TransformerModel.load(folder, ModelOptions.forScoring(precision).withBase(adapterBase));
        return new RollingBatch(model.config(), prompts -> new SeparateRows(model, prompts), model::close, false);
    }

    /** Why rows are not computed together, and the mend; empty where they are. */
    public Optional<String> slowness() {
        if (together) {
            return Optional.empty();
        }
        return Optional.of("computed by the native library, one row after another: "
                + (Vectors.available()
                        ? "there is no room for its weights; give the heap more (COUNTERPOINT_JAVA_OPTS=-Xmx…), or --precision"
                                + " bf16-mixed, which takes half, and on a processor that multiplies bf16 the machine's memory"
                        : "there are no vectors to compute with; start Java with --add-modules jdk.incubator.vector, as the"
                                + " launcher does, on a processor with AVX2 or with 128 bits and fused multiply-add"));
    }

    /** Tokens that a row may have in all. */
    public int maxPositions() {
        return config.positions().most();
    }

    public int vocabularySize() {
        return config.vocabulary().size();
    }

    /** Rows under way. */
    public int size() {
        return rows.size();
    }

    /** Computes prompts, which join those under way. */
    public void join(List<Request> requests, List<Listener> listeners) {
        int[][] prompts = requests.stream().map(Request::prompt).toArray(int[][]::new);
        for (int[] prompt : prompts) {
            if (prompt.length == 0) {
                throw new ModelException("a prompt without tokens has nothing to follow");
            }
            for (int token : prompt) {
                Trunk.requireKnown(token, config);
            }
        }
        if (batch == null) {
            batch = beginning.apply(prompts);
        } else {
            batch.join(prompts);
        }
        for (int i = 0; i < prompts.length; i++) {
            rows.add(new Row(requests.get(i), listeners.get(i)));
        }
    }

    /** Gives every row its next token; rows whose listeners want no more leave. */
    public void step() {
        OpenBatch open = batch;
        if (open == null) {
            return;
        }
        float @Nullable [][] logits = rows.stream().anyMatch(Row::wantsLogits) ? open.logits() : null;
        int[] likeliest = logits == null ? open.likeliest() : new int[0];
        List<Integer> kept = new ArrayList<>();
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Choice choice = logits == null ? new Choice(likeliest[i], Double.NaN, List.of()) : choose(row, logits[i]);
            row.told++;
            if (row.listener.next(choice)) {
                kept.add(i);
                tokens.add(choice.token());
            }
        }
        if (kept.isEmpty()) {
            open.close();
            batch = null;
            rows.clear();
            return;
        }
        if (kept.size() < rows.size()) {
            open.keep(ints(kept));
            List<Row> staying = kept.stream().map(rows::get).toList();
            rows.clear();
            rows.addAll(staying);
        }
        open.add(ints(tokens));
    }

    private static Choice choose(Row row, float[] logits) {
        Request request = row.request;
        int token = row.told < request.forced().length
                ? request.forced()[row.told]
                : request.sampling().isGreedy()
                        ? likeliest(logits)
                        : TokenDraw.draw(logits, request.sampling(), row.random.nextDouble())
                                .token();
        if (!request.logprobs()) {
            return new Choice(token, Double.NaN, List.of());
        }
        List<NextToken> found = NextToken.likeliest(logits, request.likeliest(), token);
        double own = found.stream()
                .filter(next -> next.token() == token)
                .mapToDouble(NextToken::logProbability)
                .findFirst()
                .orElseThrow();
        List<NextToken> top = found.size() > request.likeliest() ? found.subList(0, request.likeliest()) : found;
        return new Choice(token, own, List.copyOf(top));
    }

    /** The first among equals. */
    private static int likeliest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    private static int[] ints(List<Integer> values) {
        return IntStream.range(0, values.size()).map(values::get).toArray();
    }

    @Override
    public void close() {
        OpenBatch open = batch;
        if (open != null) {
            open.close();
        }
        closing.run();
    }
}
