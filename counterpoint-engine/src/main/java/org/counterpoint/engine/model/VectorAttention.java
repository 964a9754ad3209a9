package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.counterpoint.engine.model.SelfAttention.Rotations;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.vector.Lanes;
import org.counterpoint.engine.vector.QueryBlock;
import org.counterpoint.engine.vector.SegmentAttention;

/**
 * Attention in Java's vectors, fp32 throughout: a key head's rows of segments that share a prefix are one part of the work, and what
 * is made of them on the way stays in a thread's cache. The bits do not depend on the number of threads.
 */
final class VectorAttention implements RowAttention {
    private final HeadLayout layout;
    private final SegmentAttention.Shape shape;
    private final int window;
    private final List<Part> parts;

    private VectorAttention(HeadLayout layout, List<Packing.Segment> segments, int window, double cap) {
        this.layout = layout;
        this.shape = new SegmentAttention.Shape(layout.headDim(), layout.group(), (float) cap);
        this.window = window;
        List<Family> families =
                Packing.families(segments).stream().map(Family::of).toList();
        this.parts = IntStream.range(0, families.size() * layout.kvHeads())
                .mapToObj(i -> new Part(i, i % layout.kvHeads(), families.get(i / layout.kvHeads())))
                .toList();
    }

    /**
     * @param window how far back a position sees, itself included; 0 for no limit
     * @param cap of the scaled scores, 0 for none
     */
    static RowAttention of(HeadLayout layout, List<Packing.Segment> segments, int window, double cap) {
        return layout.normsWhole()
                ? new WholeNormedAttention(layout, new VectorAttention(layout.withoutNorms(), segments, window, cap))
                : new VectorAttention(layout, segments, window, cap);
    }

    /** Whether there are no more numbers than an index can count. */
    static boolean serves(HeadLayout layout, List<Packing.Segment> segments) {
        long rows =
                segments.stream().mapToLong(s -> s.start() + s.length()).max().orElse(0);
        return rows * layout.width() * Float.BYTES <= TensorNumbers.MOST_BYTES;
    }

    /** What a thread does in one piece. */
    private record Part(int index, int kvHead, Family family) {}

    /** Segments that see rows of each other's, and for how many keys there is room when each begins at a whole vector. */
    private record Family(List<Placed> segments, int columns) {
        static Family of(List<Packing.Segment> segments) {
            List<Placed> placed = new ArrayList<>();
            int column = 0;
            for (Packing.Segment segment : segments) {
                int prefixColumn = placed.stream()
                        .filter(other -> segment.prefixLength() > 0 && other.segment.start() == segment.prefixStart())
                        .mapToInt(Placed::column)
                        .findFirst()
                        .orElse(0);
                placed.add(new Placed(segment, column, prefixColumn));
                column += Lanes.whole(segment.length());
            }
            return new Family(placed, column);
        }
    }

    private record Placed(Packing.Segment segment, int column, int prefixColumn) {}

    @Override
    public Tensor forward(Tensor projected, Rotations rotations) {
        long width = (long) layout.heads() * layout.headDim();
        Tensor attended = Tensors.empty(projected, projected.scalar_type(), projected.size(0), width);
        Norms norms = norms();
        forEachPart(part -> {
            SegmentAttention pass = new SegmentAttention(shape, part.family().columns(), false);
            ProjectedHeads queries = queries(projected, rotations, norms, part);
            TensorHeads out = rows(attended, layout.queriesOf(part.kvHead()));
            load(projected, keys(projected, rotations, norms, part), part, pass);
            forEachBlock(part.family(), (block, row, rows) -> {
                queries.read(row, rows, pass.queries(), 0);
                pass.forward(block);
                out.write(row, rows, pass.outs(), 0);
            });
        });
        return attended;
    }

    @Override
    public Tensor backward(Tensor dAttended, Tensor projected, Rotations rotations, Rotations inverse) {
        Tensor dProjected = torch.empty_like(projected);
        Norms norms = norms();
        forEachPart(part -> {
            SegmentAttention pass = new SegmentAttention(shape, part.family().columns(), true);
            ProjectedHeads queries = queries(projected, rotations, norms, part);
            ProjectedHeads keys = keys(projected, rotations, norms, part);
            TensorHeads byOut = rows(dAttended, layout.queriesOf(part.kvHead()));
            TensorHeads byQueries = rows(dProjected, layout.queriesOf(part.kvHead()));
            HeadRotation back = rotation(inverse.query());
            load(projected, keys, part, pass);
            forEachBlock(part.family(), (block, row, rows) -> {
                queries.read(row, rows, pass.queries(), 0);
                byOut.read(row, rows, pass.outs(), 0);
                pass.backward(block);
                queries.writeGradients(row, rows, pass.outs(), pass.queries(), 0, back, byQueries);
            });
            store(dProjected, keys, rotation(inverse.key()), part, pass);
        });
        norms.query().addGradient();
        norms.key().addGradient();
        return dProjected;
    }

    private void load(Tensor projected, ProjectedHeads keys, Part part, SegmentAttention pass) {
        TensorHeads values = rows(projected, layout.valuesOf(part.kvHead()));
        for (Placed placed : part.family().segments()) {
            int row = placed.segment().start();
            int rows = placed.segment().length();
            int at = placed.column() * shape.width();
            keys.read(row, rows, pass.keys(), at);
            values.read(row, rows, pass.values(), at);
        }
        pass.begin();
    }

    private void store(Tensor dProjected, ProjectedHeads keys, HeadRotation back, Part part, SegmentAttention pass) {
        TensorHeads byKeys = rows(dProjected, layout.keysOf(part.kvHead()));
        TensorHeads byValues = rows(dProjected, layout.valuesOf(part.kvHead()));
        for (Placed placed : part.family().segments()) {
            int row = placed.segment().start();
            int rows = placed.segment().length();
            int at = placed.column() * shape.width();
            keys.writeGradients(row, rows, pass.keyGradients(), pass.keys(), at, back, byKeys);
            byValues.write(row, rows, pass.valueGradients(), at);
        }
    }

    private record Norms(HeadNorms query, HeadNorms key) {}

    private Norms norms() {
        return new Norms(
                new HeadNorms(layout.queryNorm(), parts.size(), shape.width()),
                new HeadNorms(layout.keyNorm(), parts.size(), shape.width()));
    }

    private ProjectedHeads queries(Tensor projected, Rotations rotations, Norms norms, Part part) {
        return new ProjectedHeads(
                rows(projected, layout.queriesOf(part.kvHead())),
                norms.query().of(part.index()),
                rotation(rotations.query()));
    }

    private ProjectedHeads keys(Tensor projected, Rotations rotations, Norms norms, Part part) {
        return new ProjectedHeads(
                rows(projected, layout.keysOf(part.kvHead())), norms.key().of(part.index()), rotation(rotations.key()));
    }

    private TensorHeads rows(Tensor tensor, TensorHeads.Range heads) {
        return new TensorHeads(tensor, heads, layout.headDim(), shape.width());
    }

    private HeadRotation rotation(Rotary.Table table) {
        return new HeadRotation(table, layout.headDim(), shape.width());
    }

    private void forEachPart(Consumer<Part> work) {
        NativeWorkers.run(parts.stream()
                .<Runnable>map(part -> () -> {
                    try (TensorScope scope = new TensorScope()) {
                        work.accept(part);
                    }
                })
                .toList());
    }

    @FunctionalInterface
    private interface BlockWork {
        /** @param row the first of the block's {@code rows} */
        void run(QueryBlock block, int row, int rows);
    }

    private void forEachBlock(Family family, BlockWork work) {
        for (Placed placed : family.segments()) {
            Packing.Segment segment = placed.segment();
            for (int from = 0; from < segment.length(); from += shape.blockPositions()) {
                int to = Math.min(segment.length(), from + shape.blockPositions());
                QueryBlock block = new QueryBlock(
                        from, to, placed.column(), placed.prefixColumn(), segment.prefixLength(), window);
                work.run(block, segment.start() + from, to - from);
            }
        }
    }
}
