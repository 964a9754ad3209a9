package org.counterpoint.engine.model;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.ModelException;

/** Continues prompts token by token with a key-value cache, several prompts at once. */
public final class Generator {
    private final LlamaModel model;

    public Generator(LlamaModel model) {
        this.model = model;
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
     */
    public record Generated(int[] tokens, boolean stopped) {}

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
        try (NoGradGuard guard = new NoGradGuard();
                Batch batch = new Batch(requests, sampling)) {
            int[] next = batch.prefill();
            for (int made = 1; ; made++) {
                batch.take(next, stopTokens);
                if (batch.live.isEmpty() || made == maxNewTokens) {
                    return Arrays.stream(batch.rows).map(Row::result).toList();
                }
                next = batch.step();
            }
        }
    }

    /** One request under way. */
    private static final class Row {
        private final int[] prompt;
        private final SplittableRandom random;
        private final IntList tokens = new IntList();
        private boolean stopped;

        Row(Request request) {
            this.prompt = request.prompt();
            this.random = new SplittableRandom(request.seed());
        }

        Generated result() {
            return new Generated(tokens.toArray(), stopped);
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
            this.continuation = model.continuation(
                    cached.stream().mapToInt(r -> r.prompt.length).toArray());
        }

        /** Runs all prompts and chooses each row's first token. */
        int[] prefill() {
            try (TensorScope scope = new TensorScope()) {
                Tensor logits = new Prefill(model)
                        .run(Arrays.stream(rows).map(row -> row.prompt).toList(), continuation);
                return sampling.isGreedy()
                        ? NativeContinuation.likeliest(logits)
                        : draw(NativeContinuation.rows(logits));
            }
        }

        /** Hands each cached row its token; rows that stop are live no more. */
        void take(int[] next, Set<Integer> stopTokens) {
            lastTokens = next;
            for (int i = 0; i < next.length; i++) {
                Row row = cached.get(i);
                if (!row.stopped) {
                    row.tokens.add(next[i]);
                    row.stopped = stopTokens.contains(next[i]);
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

        /** Computes the token after the last, for every cached row. */
        int[] step() {
            return sampling.isGreedy() ? continuation.likeliest(lastTokens) : draw(continuation.logits(lastTokens));
        }

        private int[] draw(float[][] logits) {
            int[] chosen = new int[cached.size()];
            for (int i = 0; i < chosen.length; i++) {
                Row row = cached.get(i);
                chosen[i] = row.stopped ? 0 : TokenDraw.draw(logits[i], sampling, row.random.nextDouble());
            }
            return chosen;
        }

        @Override
        public void close() {
            continuation.close();
        }
    }
}
