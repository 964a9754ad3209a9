package org.counterpoint.engine.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.decode.Continuation;
import org.counterpoint.engine.decode.Decoder;
import org.counterpoint.engine.decode.DecoderLoader;
import org.counterpoint.engine.weights.ModelFolder;
import org.jspecify.annotations.Nullable;

/** Continues prompts token by token with a key-value cache, several prompts at once. */
public final class Generator implements AutoCloseable {
    private final Architecture config;
    private final Function<int[][], Continuation> model;
    private final Runnable closing;

    private Generator(Architecture config, Function<int[][], Continuation> model, Runnable closing) {
        this.config = config;
        this.model = model;
        this.closing = closing;
    }

    /** With a model that is open, and stays so when this is closed: the native library takes all steps. */
    public Generator(TransformerModel model) {
        this(model.config(), prompts -> new NativeContinuation(model, prompts), () -> {});
    }

    /**
     * With the weights of a model as they are now, adapters merged in: to be made anew after a step of its optimizer. Takes
     * a copy of them for Java's own vectors where {@link #open} would; else the model must stay open.
     */
    public static Generator of(TransformerModel model) {
        boolean bf16 = model.precision() == Precision.BF16_MIXED;
        NativeRuntime.returnFreedMemory(); // What the last passes held, where a copy of the weights is to find room.
        return DecoderLoader.load(model.tensors(), bf16, NativeRuntime.threadsWithoutLoading())
                .map(decoder -> new Generator(model.config(), decoder::begin, decoder::close))
                .orElseGet(() -> new Generator(model));
    }

    /** Lets the JVM compile what {@link #of} will need, in a thread of its own, as long as models are still being read. */
    public static void prepare(Precision precision) {
        DecoderLoader.prepare(precision == Precision.BF16_MIXED);
    }

    /**
     * Reads a checkpoint folder of a language model, for the fastest way to generate that there is here: Java's own
     * vectors where they are there and the heap has room for the weights, else the native library.
     *
     * @throws ModelException if it is no sound checkpoint of this family
     */
    public static Generator open(Path folder, Precision precision) {
        return open(folder, null, precision);
    }

    /**
     * The same.
     *
     * @param adapterBase where the base of a folder with an adapter is; null for where the adapter says
     */
    public static Generator open(Path folder, @Nullable Path adapterBase, Precision precision) {
        try (ModelFolder files = ModelFolder.open(folder, adapterBase)) {
            TransformerModel.requireLanguageModel(folder, files.config());
            boolean bf16 = precision == Precision.BF16_MIXED;
            Optional<Decoder> decoder = DecoderLoader.load(files, bf16, NativeRuntime.threadsWithoutLoading());
            if (decoder.isPresent()) {
                return new Generator(files.config(), decoder.get()::begin, decoder.get()::close);
            }
        }
        TransformerModel model =
                TransformerModel.load(folder, ModelOptions.forScoring(precision).withBase(adapterBase));
        return new Generator(model.config(), prompts -> new NativeContinuation(model, prompts), model::close);
    }

    public Architecture config() {
        return config;
    }

    /** Computes prompts, to be continued by hand. */
    Continuation begin(int[][] prompts) {
        for (int[] prompt : prompts) {
            if (prompt.length == 0) {
                throw new ModelException("a prompt without tokens has nothing to follow");
            }
            for (int token : prompt) {
                Trunk.requireKnown(token, config);
            }
        }
        return model.apply(prompts);
    }

    /** The [vocabulary] logits of what follows a prompt of at least one token. */
    float[] logits(int[] prompt) {
        try (Continuation continuation = begin(new int[][] {prompt})) {
            return continuation.logits()[0];
        }
    }

    @Override
    public void close() {
        closing.run();
    }

    /**
     * One prompt to continue.
     *
     * @param prompt token ids, at least one
     * @param seed of this prompt's own random stream; unused when greedy
     */
    public record Request(int[] prompt, long seed) {}

    /**
     * @param tokens what was generated, the stop token included
     * @param stopped whether a stop token ended it, not the limit
     * @param logProbabilities of each token among those that could be drawn, after temperature, in nats; 0 where greedy
     */
    public record Generated(int[] tokens, boolean stopped, double[] logProbabilities) {}

    /**
     * @param stopTokens generation of a prompt ends after any of these
     * @param maxNewTokens at least 1
     * @return one result a request, in order
     */
    public List<Generated> generate(
            List<Request> requests, Sampling sampling, Set<Integer> stopTokens, int maxNewTokens) {
        if (maxNewTokens < 1) {
            throw new ModelException("max-new-tokens is " + maxNewTokens + ": give at least 1");
        }
        if (requests.isEmpty()) {
            return List.of();
        }
        try (Batch batch = new Batch(requests, sampling)) {
            for (int made = 1; ; made++) {
                batch.take(batch.choose(), stopTokens);
                if (batch.live.isEmpty() || made == maxNewTokens) {
                    return Arrays.stream(batch.rows).map(Row::result).toList();
                }
                batch.continuation.add(batch.lastTokens);
            }
        }
    }

    /** One request under way. */
    private static final class Row {
        private final int[] prompt;
        private final SplittableRandom random;
        private final IntList tokens = new IntList();
        private double[] logProbabilities = new double[16];
        /** Of the token that was chosen last. */
        private double chosen;

        private boolean stopped;

        Row(Request request) {
            this.prompt = request.prompt();
            this.random = new SplittableRandom(request.seed());
        }

        void take(int token, Set<Integer> stopTokens) {
            int made = tokens.size();
            if (made == logProbabilities.length) {
                logProbabilities = Arrays.copyOf(logProbabilities, 2 * made);
            }
            logProbabilities[made] = chosen;
            tokens.add(token);
            stopped = stopTokens.contains(token);
        }

        int draw(float[] logits, Sampling sampling) {
            TokenDraw.Drawn drawn = TokenDraw.draw(logits, sampling, random.nextDouble());
            chosen = drawn.logProbability();
            return drawn.token();
        }

        Generated result() {
            return new Generated(tokens.toArray(), stopped, Arrays.copyOf(logProbabilities, tokens.size()));
        }
    }

    private final class Batch implements AutoCloseable {
        private final Row[] rows;
        private final Sampling sampling;
        private final Continuation continuation;
        /** The rows of the continuation, among them some that have stopped, until it is next packed. */
        private List<Row> cached;

        private List<Row> live;
        private int[] lastTokens = new int[0];

        Batch(List<Request> requests, Sampling sampling) {
            this.rows = requests.stream().map(Row::new).toArray(Row[]::new);
            this.sampling = sampling;
            this.cached = List.of(rows);
            this.live = cached;
            this.continuation = begin(cached.stream().map(row -> row.prompt).toArray(int[][]::new));
        }

        /** Hands each cached row its token; rows that stop are live no more. */
        void take(int[] next, Set<Integer> stopTokens) {
            lastTokens = next;
            for (int i = 0; i < next.length; i++) {
                Row row = cached.get(i);
                if (!row.stopped) {
                    row.take(next[i], stopTokens);
                }
            }
            live = cached.stream().filter(row -> !row.stopped).toList();
            if (!live.isEmpty() && live.size() * 4 <= cached.size() * 3) {
                dropStopped();
            }
        }

        private void dropStopped() {
            IntList kept = new IntList();
            IntList keptTokens = new IntList();
            for (int i = 0; i < cached.size(); i++) {
                if (!cached.get(i).stopped) {
                    kept.add(i);
                    keptTokens.add(lastTokens[i]);
                }
            }
            continuation.keep(kept.toArray());
            cached = live;
            lastTokens = keptTokens.toArray();
        }

        /** Chooses the token after the last, for every cached row. */
        int[] choose() {
            return sampling.isGreedy() ? continuation.likeliest() : draw(continuation.logits());
        }

        private int[] draw(float[][] logits) {
            int[] chosen = new int[cached.size()];
            // Each row draws from a stream of its own, so that the threads are no matter.
            Arrays.parallelSetAll(chosen, i -> {
                Row row = cached.get(i);
                return row.stopped ? 0 : row.draw(logits[i], sampling);
            });
            return chosen;
        }

        @Override
        public void close() {
            continuation.close();
        }
    }
}
