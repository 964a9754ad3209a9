package org.counterpoint.engine.decode;

import java.util.Arrays;
import java.util.function.Function;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.Architecture.Positions;
import org.counterpoint.engine.arch.QueryKeyNorm;
import org.counterpoint.engine.vector.Lanes;
import org.counterpoint.engine.vector.RowNorm;
import org.counterpoint.engine.vector.VectorMath;
import org.jspecify.annotations.Nullable;

/**
 * New columns through all layers, by a team: members take a matrix's outputs, for all columns, or the heads of all rows, until
 * none is left, and all meet before anyone reads what others wrote. Norms are cheap, so every member computes
 * them for itself.
 */
final class LayerPass {
    /** Columns of one row whose queries attend together. */
    private static final int TOGETHER = 4;

    private final Decoder decoder;
    private final Architecture config;
    private final Team team;
    private final int qkvStride;
    private final int hiddenStride;
    private final int activatedStride;
    private final int gateUpStride;

    /** [columns, hidden] the residual stream. */
    private final float[] x;

    private final float[] projected;
    private final Operand attended;

    private final float[] change;
    private final float[] gateUp;
    private final Operand activated;
    private final Scratch[] scratch;

    /** The first column of every run that attends together, and the end. */
    private int[] runs = new int[0];

    private Columns columns = Columns.NONE;

    /** A member's own buffers. */
    private static final class Scratch {
        final Operand attentionInput;
        final Operand mlpInput;
        final float[] row;
        final float[] turned;
        final float[] gated;
        final float[] queries;
        final int[] firsts;
        final int[] lengths;
        final float[] out;
        final HeadAttention attention;

        Scratch(Architecture config, Operand attentionInput, Operand mlpInput) {
            this.attentionInput = attentionInput;
            this.mlpInput = mlpInput;
            this.row = new float[config.hiddenSize()];
            this.gated = new float[Lanes.whole(config.feedForward().width())];
            int queriesTogether =
                    TOGETHER * config.attention().heads() / config.attention().kvHeads();
            turned = new float[config.attention().headDim()];
            queries = new float[queriesTogether * config.attention().headDim()];
            firsts = new int[queriesTogether];
            lengths = new int[queriesTogether];
            out = new float
                    [queriesTogether * Tiles.wholeTiles(config.attention().headDim())];
            attention = new HeadAttention(
                    config.attention().headDim(),
                    config.attention().scale(),
                    config.softCaps().attention());
        }
    }

    /** @param most columns in one pass */
    LayerPass(Decoder decoder, int most) {
        this.decoder = decoder;
        this.config = decoder.config();
        this.team = decoder.team();
        int blocks = Tiles.wholeBlocks(most);
        this.qkvStride = Tiles.wholeTiles(
                (config.attention().heads() + 2 * config.attention().kvHeads())
                        * config.attention().headDim());
        this.hiddenStride = Tiles.wholeTiles(config.hiddenSize());
        this.activatedStride = Lanes.whole(config.feedForward().width());
        this.gateUpStride = 2 * activatedStride;
        this.x = new float[blocks * config.hiddenSize()];
        this.projected = new float[blocks * qkvStride];
        this.attended = operand(most, LayerMatrices::output);
        this.change = new float[blocks * hiddenStride];
        this.gateUp = new float[blocks * gateUpStride];
        this.activated = operand(most, LayerMatrices::down);
        this.scratch = new Scratch[team.size()];
        Arrays.setAll(
                scratch,
                i -> new Scratch(config, operand(most, LayerMatrices::qkv), operand(most, LayerMatrices::gateUp)));
    }

    /** What all layers' matrices of a kind are multiplied with. */
    private Operand operand(int rows, Function<LayerMatrices, Matrix> kind) {
        return Operand.of(rows, decoder.layers().stream().map(kind).toList());
    }

    /**
     * Computes columns and adds their keys and values to the caches.
     *
     * @param caches by layer, then row
     * @return [columns, hidden] what the last layer leaves; valid until the next pass
     */
    float[] run(Columns added, KeyValues[][] caches) {
        columns = added;
        for (int column = 0; column < added.count(); column++) {
            decoder.embedding().copyOutput(added.tokens()[column], x, column * config.hiddenSize());
        }
        float scale = (float) config.scales().embedding();
        for (int i = 0; scale != 1 && i < added.count() * config.hiddenSize(); i++) {
            x[i] *= scale;
        }
        runs = runs(added);
        for (KeyValues[] layer : caches) {
            for (int row : added.rows()) {
                layer[row].grow(1);
            }
        }
        decoder.run(member -> compute(member, caches));
        return x;
    }

    private static int[] runs(Columns columns) {
        int[] starts = new int[columns.count() + 1];
        int count = 0;
        int column = 0;
        while (column < columns.count()) {
            starts[count++] = column;
            column += columns.run(column, TOGETHER);
        }
        starts[count] = column;
        return Arrays.copyOf(starts, count + 1);
    }

    private void compute(int member, KeyValues[][] caches) {
        Scratch own = scratch[member];
        for (int i = 0; i < caches.length; i++) {
            LayerMatrices w = decoder.layers().get(i);
            norm(w.attentionNorm(), own.row, own.attentionInput);
            multiply(w.qkv(), own.attentionInput, projected, qkvStride, (from, to) -> {});
            team.await();
            attend(w, caches[i], i, member);
            team.await();
            change(w.output(), attended, w.attentionPostNorm(), member);
            team.await();
            norm(w.mlpNorm(), own.row, own.mlpInput);
            multiply(w.gateUp(), own.mlpInput, gateUp, gateUpStride, (from, to) -> activate(own.gated, from, to));
            team.await();
            change(w.down(), activated, w.mlpPostNorm(), member);
            team.await();
        }
    }

    private void norm(float @Nullable [] weight, float[] row, Operand normed) {
        if (weight != null) {
            Rms.norm(x, columns.count(), weight, config.norms().eps(), row, normed);
            return;
        }
        for (int column = 0; column < columns.count(); column++) {
            normed.put(column, 0, x, column * config.hiddenSize(), config.hiddenSize());
        }
    }

    /** @param then what is done with the outputs of some tiles, while they are near */
    private void multiply(Matrix matrix, Operand in, float[] out, int stride, Team.Things then) {
        team.share(matrix.tiles(), matrix.least(columns.count(), team.size()), (from, to) -> {
            matrix.multiply(in, columns.count(), from, to, out, stride);
            then.take(from, to);
        });
    }

    /** Adds a product to the residual stream; where it is normed, all of it must be there first. */
    private void change(Matrix matrix, Operand in, float @Nullable [] postNorm, int member) {
        if (postNorm == null) {
            multiply(matrix, in, change, hiddenStride, this::add);
            return;
        }
        multiply(matrix, in, change, hiddenStride, (from, to) -> {});
        team.await();
        addNormed(postNorm, team.from(member, config.hiddenSize()), team.from(member + 1, config.hiddenSize()));
    }

    private void add(int fromTile, int toTile) {
        int from = fromTile * Tiles.TILE;
        int to = Math.min(config.hiddenSize(), toTile * Tiles.TILE);
        float residual = (float) config.scales().residual();
        for (int column = 0; column < columns.count(); column++) {
            int xAt = column * config.hiddenSize();
            int changeAt = column * hiddenStride;
            VectorMath.addScaled(change, changeAt + from, residual, x, xAt + from, to - from);
        }
    }

    private void addNormed(float[] norm, int from, int to) {
        float residual = (float) config.scales().residual();
        for (int column = 0; column < columns.count(); column++) {
            int xAt = column * config.hiddenSize();
            int changeAt = column * hiddenStride;
            float scale = RowNorm.inverseScale(
                    change, changeAt, config.hiddenSize(), config.norms().eps());
            for (int i = from; i < to; i++) {
                x[xAt + i] += residual * (change[changeAt + i] * scale * norm[i]);
            }
        }
    }

    private void activate(float[] gated, int fromTile, int toTile) {
        int count = (toTile - fromTile) * Tiles.LANES;
        for (int column = 0; column < columns.count(); column++) {
            int at = column * gateUpStride + fromTile * Tiles.TILE;
            VectorMath.gate(config.feedForward().activation(), gateUp, at, gated, count);
            activated.put(column, fromTile * Tiles.LANES, gated, 0, count);
        }
    }

    /**
     * A head of a run stores its keys and values, and then its queries look at them. Where a row has several runs, a query
     * looks at what others stored too.
     */
    private void attend(LayerMatrices w, KeyValues[] caches, int layer, int member) {
        int units = (runs.length - 1) * config.attention().kvHeads();
        Scratch own = scratch[member];
        if (runs.length - 1 == columns.count()) {
            team.share(units, 1, (from, to) -> {
                store(w, caches, layer, from, to, own);
                attend(w, caches, layer, from, to, own);
            });
            return;
        }
        team.share(units, 1, (from, to) -> store(w, caches, layer, from, to, own));
        team.await();
        team.share(units, 1, (from, to) -> attend(w, caches, layer, from, to, own));
    }

    private void store(LayerMatrices w, KeyValues[] caches, int layer, int from, int to, Scratch own) {
        int kvHeads = config.attention().kvHeads();
        for (int unit = from; unit < to; unit++) {
            storeHead(w, caches, layer, unit / kvHeads, unit % kvHeads, own);
        }
    }

    private void attend(LayerMatrices w, KeyValues[] caches, int layer, int from, int to, Scratch own) {
        int kvHeads = config.attention().kvHeads();
        for (int unit = from; unit < to; unit++) {
            attendHead(w, caches, layer, unit / kvHeads, unit % kvHeads, own);
        }
    }

    private void storeHead(LayerMatrices w, KeyValues[] caches, int layer, int run, int head, Scratch own) {
        int heads = config.attention().heads();
        int firstValue = heads + config.attention().kvHeads();
        for (int column = runs[run]; column < runs[run + 1]; column++) {
            copy(w.keyNorm(), column, heads, head, own.turned, 0);
            turn(layer, column, own.turned, 0);
            int value = column * qkvStride
                    + (firstValue + head) * config.attention().headDim();
            caches[columns.rows()[column]].put(columns.positions()[column], head, own.turned, projected, value);
        }
    }

    private void attendHead(LayerMatrices w, KeyValues[] caches, int layer, int run, int head, Scratch own) {
        int headDim = config.attention().headDim();
        int group = config.attention().heads() / config.attention().kvHeads();
        int window = config.attention().windows().get(layer);
        int count = 0;
        for (int column = runs[run]; column < runs[run + 1]; column++) {
            int length = columns.positions()[column] + 1;
            for (int q = head * group; q < (head + 1) * group; q++) {
                copy(w.queryNorm(), column, 0, q, own.queries, count * headDim);
                turn(layer, column, own.queries, count * headDim);
                own.firsts[count] = window == 0 ? 0 : Math.max(0, length - window);
                own.lengths[count] = length;
                count++;
            }
        }
        KeyValues cache = caches[columns.rows()[runs[run]]];
        own.attention.attend(own.queries, count, own.firsts, own.lengths, cache, head, own.out);
        for (int i = 0; i < count; i++) {
            int k = (head * group + i % group) * headDim;
            attended.put(runs[run] + i / group, k, own.out, i * cache.width(), headDim);
        }
    }

    /**
     * A projected query or key, normed where the model does so.
     *
     * @param part heads before the column's queries, or before its keys
     */
    private void copy(float @Nullable [] norm, int column, int part, int head, float[] into, int to) {
        int headDim = config.attention().headDim();
        int partAt = column * qkvStride + part * headDim;
        int at = partAt + head * headDim;
        if (norm == null) {
            System.arraycopy(projected, at, into, to, headDim);
            return;
        }
        boolean whole = config.attention().queryKeyNorm() == QueryKeyNorm.WHOLE;
        float scale = RowNorm.inverseScale(
                projected, whole ? partAt : at, norm.length, config.norms().eps());
        int weightAt = whole ? head * headDim : 0;
        for (int i = 0; i < headDim; i++) {
            into[to + i] = projected[at + i] * scale * norm[weightAt + i];
        }
    }

    /** Rotates a query or key to its column's position, as much of it as the layer does. */
    private void turn(int layer, int column, float[] into, int to) {
        int rope = config.positions().ropeOfLayer().get(layer);
        if (rope == Positions.NONE) {
            return;
        }
        int half = config.positions().ropes().get(rope).dims() / 2;
        float[] cos = columns.angles().get(rope).cos();
        float[] sin = columns.angles().get(rope).sin();
        VectorMath.rotate(into, to, half, cos, sin, column * half);
    }
}
