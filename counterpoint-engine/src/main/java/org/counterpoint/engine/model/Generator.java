package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
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

        int length() {
            return prompt.length + tokens.size();
        }

        Generated result() {
            return new Generated(tokens.toArray(), stopped);
        }
    }

    private final class Batch implements AutoCloseable {
        private final Row[] rows;
        private final Sampling sampling;
        private final KeyValueCache cache;
        /** The rows of the cache, among them some that have stopped, until the cache is next packed. */
        private List<Row> cached;

        private List<Row> live;
        private int[] lastTokens = new int[0];
        private Tensor padding;

        Batch(List<Request> requests, Sampling sampling) {
            this.rows = requests.stream().map(Row::new).toArray(Row[]::new);
            this.sampling = sampling;
            this.cached = List.of(rows);
            this.live = cached;
            int longest =
                    Arrays.stream(rows).mapToInt(r -> r.prompt.length).max().orElseThrow();
            this.cache = new KeyValueCache(model.config(), rows.length, longest);
            this.padding = padding();
        }

        /** Runs all prompts, packed, and chooses each row's first token. */
        int[] prefill() {
            Packing packing = packPrompts();
            model.check(packing, false);
            try (TensorScope scope = new TensorScope();
                    Attention.Masks masks = new Attention.Masks()) {
                SelfAttention.Rotations rotations = model.rotations(packing);
                Tensor x = model.embed(packing.tokens());
                for (int i = 0; i < model.config().layers(); i++) {
                    try (TensorScope inner = new TensorScope()) {
                        DecoderLayer.Result result =
                                model.layer(i, masks, packing).forward(x, rotations);
                        store(i, result.saved(), packing);
                        x = inner.pass(result.out());
                    }
                }
                return choose(model.head().logits(torch.index_select(x, 0, Kernels.indices(packing.scoredRows()))));
            }
        }

        private Packing packPrompts() {
            IntList tokens = new IntList();
            IntList positions = new IntList();
            IntList lengths = new IntList();
            List<Packing.Segment> segments = new ArrayList<>();
            int[] last = new int[rows.length];
            for (int i = 0; i < rows.length; i++) {
                int[] prompt = rows[i].prompt;
                segments.add(new Packing.Segment(tokens.size(), prompt.length, tokens.size(), 0));
                for (int t = 0; t < prompt.length; t++) {
                    tokens.add(prompt[t]);
                    positions.add(t);
                    lengths.add(prompt.length);
                }
                last[i] = tokens.size() - 1;
            }
            return new Packing(
                    tokens.toArray(), positions.toArray(), lengths.toArray(), segments, last, new int[0], new int[0]);
        }

        private void store(int layer, DecoderLayer.Saved saved, Packing packing) {
            SelfAttention.Saved attention = Objects.requireNonNull(saved.attention());
            for (int row = 0; row < rows.length; row++) {
                Packing.Segment s = packing.segments().get(row);
                cache.fill(
                        layer,
                        row,
                        attention.k().narrow(1, s.start(), s.length()),
                        attention.v().narrow(1, s.start(), s.length()));
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
            cache.select(kept.toArray());
            cached = live;
            lastTokens = keptTokens.toArray();
            TensorScope.free(padding);
            padding = padding();
        }

        /** Computes the token after the last, for every cached row. */
        int[] step() {
            cache.addColumn();
            int[] positions = cached.stream().mapToInt(row -> row.length() - 1).toArray();
            int[] lengths = Arrays.stream(positions).map(p -> p + 1).toArray();
            try (TensorScope scope = new TensorScope()) {
                Rotary.Table rotation = model.rotary().table(positions, lengths);
                Tensor mask = mask();
                Tensor x = model.embed(lastTokens);
                for (int i = 0; i < model.config().layers(); i++) {
                    try (TensorScope inner = new TensorScope()) {
                        x = inner.pass(new DecodeStep(model.layerWeights(i), i, model.config(), cache)
                                .forward(x, rotation, mask));
                    }
                }
                return choose(model.head().logits(x));
            }
        }

        /** Minus infinity left of each row's beginning, as far as columns go now. */
        private Tensor mask() {
            int columns = cache.columns();
            if (columns <= padding.size(3)) {
                return padding.narrow(3, 0, columns);
            }
            try (TensorScope scope = new TensorScope()) {
                int more = (int) Math.max(columns - padding.size(3), padding.size(3) / 2 + 64);
                Tensor wider = scope.keep(Kernels.cat(3, List.of(padding, Kernels.zeros(padding.size(0), 1, 1, more))));
                TensorScope.free(padding);
                padding = wider;
            }
            return padding.narrow(3, 0, columns);
        }

        private Tensor padding() {
            int columns = cache.columns();
            float[] mask = new float[cached.size() * columns];
            for (int i = 0; i < cached.size(); i++) {
                Row row = cached.get(i);
                int filled = row.tokens.size() == 0 ? row.prompt.length : row.length() - 1;
                Arrays.fill(mask, i * columns, i * columns + columns - filled, Float.NEGATIVE_INFINITY);
            }
            try (TensorScope scope = new TensorScope()) {
                return scope.keep(Kernels.floats(mask, cached.size(), 1, 1, columns));
            }
        }

        private int[] choose(Tensor logits) {
            if (sampling.isGreedy()) {
                Tensor best = torch.argmax(logits, new LongOptional(1), false).to(ScalarType.Float);
                float[] tokens = Kernels.toFloats(best);
                int[] chosen = new int[tokens.length];
                Arrays.setAll(chosen, i -> (int) tokens[i]);
                return chosen;
            }
            int[] chosen = new int[cached.size()];
            for (int i = 0; i < chosen.length; i++) {
                Row row = cached.get(i);
                chosen[i] = row.stopped
                        ? 0
                        : TokenDraw.draw(Kernels.toFloats(logits.select(0, i)), sampling, row.random.nextDouble());
            }
            return chosen;
        }

        @Override
        public void close() {
            cache.close();
            TensorScope.free(padding);
        }
    }
}
