package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.List;
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
    private final List<Family> families;

    VectorAttention(HeadLayout layout, List<Packing.Segment> segments, int window, double cap) {
        this.layout = layout;
        this.shape = new SegmentAttention.Shape(layout.headDim(), layout.group(), (float) cap);
        this.window = window;
        this.families = Packing.families(segments).stream().map(Family::of).toList();
    }

    /** Whether queries and keys are not normed, and no more numbers than an index can count. */
    static boolean serves(HeadLayout layout, List<Packing.Segment> segments) {
        long rows =
                segments.stream().mapToLong(s -> s.start() + s.length()).max().orElse(0);
        return !layout.norms() && rows * layout.width() * Float.BYTES <= TensorNumbers.MOST_BYTES;
    }

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
        forEachPart((head, family) -> {
            SegmentAttention pass = new SegmentAttention(shape, family.columns(), false);
            Rows in = new Rows(projected, layout, shape.width());
            Rows out = new Rows(attended, layout, shape.width());
            load(head, family, in, rotations, pass);
            HeadRotation rotation = new HeadRotation(rotations.query(), layout.headDim(), shape.width());
            forEachBlock(family, (block, row, rows) -> {
                in.readQueries(row, rows, head, pass.queries());
                rotation.rotate(row, rows, layout.group(), pass.queries(), 0);
                pass.forward(block);
                out.writeQueries(row, rows, head, pass.outs());
            });
        });
        return attended;
    }

    @Override
    public Tensor backward(Tensor dAttended, Tensor projected, Rotations rotations, Rotations inverse) {
        Tensor dProjected = torch.empty_like(projected);
        forEachPart((head, family) -> {
            SegmentAttention pass = new SegmentAttention(shape, family.columns(), true);
            Rows in = new Rows(projected, layout, shape.width());
            Rows byOut = new Rows(dAttended, layout, shape.width());
            Rows byIn = new Rows(dProjected, layout, shape.width());
            load(head, family, in, rotations, pass);
            HeadRotation rotation = new HeadRotation(rotations.query(), layout.headDim(), shape.width());
            HeadRotation back = new HeadRotation(inverse.query(), layout.headDim(), shape.width());
            forEachBlock(family, (block, row, rows) -> {
                in.readQueries(row, rows, head, pass.queries());
                rotation.rotate(row, rows, layout.group(), pass.queries(), 0);
                byOut.readQueries(row, rows, head, pass.outs());
                pass.backward(block);
                back.rotate(row, rows, layout.group(), pass.outs(), 0);
                byIn.writeQueries(row, rows, head, pass.outs());
            });
            store(head, family, byIn, inverse, pass);
        });
        return dProjected;
    }

    private void load(int head, Family family, Rows in, Rotations rotations, SegmentAttention pass) {
        HeadRotation rotation = new HeadRotation(rotations.key(), layout.headDim(), shape.width());
        for (Placed placed : family.segments()) {
            int row = placed.segment().start();
            int rows = placed.segment().length();
            int at = placed.column() * shape.width();
            in.readKeys(row, rows, head, pass.keys(), at);
            rotation.rotate(row, rows, 1, pass.keys(), at);
            in.readValues(row, rows, head, pass.values(), at);
        }
        pass.begin();
    }

    private void store(int head, Family family, Rows byIn, Rotations inverse, SegmentAttention pass) {
        HeadRotation back = new HeadRotation(inverse.key(), layout.headDim(), shape.width());
        for (Placed placed : family.segments()) {
            int row = placed.segment().start();
            int rows = placed.segment().length();
            int at = placed.column() * shape.width();
            back.rotate(row, rows, 1, pass.keyGradients(), at);
            byIn.writeKeys(row, rows, head, pass.keyGradients(), at);
            byIn.writeValues(row, rows, head, pass.valueGradients(), at);
        }
    }

    @FunctionalInterface
    private interface PartWork {
        void run(int head, Family family);
    }

    private void forEachPart(PartWork work) {
        NativeWorkers.run(families.stream()
                .flatMap(family -> IntStream.range(0, layout.kvHeads()).<Runnable>mapToObj(head -> () -> {
                    try (TensorScope scope = new TensorScope()) {
                        work.run(head, family);
                    }
                }))
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

    /** The heads in the rows of a tensor that has queries, or queries, keys and values; in arrays a head is filled up. */
    private static final class Rows {
        private final HeadLayout layout;
        private final TensorNumbers numbers;
        private final int rowWidth;
        private final int width;

        Rows(Tensor tensor, HeadLayout layout, int width) {
            this.layout = layout;
            this.numbers = TensorNumbers.of(tensor);
            this.rowWidth = Math.toIntExact(tensor.size(1));
            this.width = width;
        }

        /** The queries of all heads that share a key head. */
        void readQueries(int row, int rows, int kvHead, float[] into) {
            for (int member = 0; member < layout.group(); member++) {
                numbers.read(
                        at(row, kvHead * layout.group() + member), runs(rows, layout.group()), into, member * width);
            }
        }

        void writeQueries(int row, int rows, int kvHead, float[] from) {
            for (int member = 0; member < layout.group(); member++) {
                numbers.write(
                        from, member * width, runs(rows, layout.group()), at(row, kvHead * layout.group() + member));
            }
        }

        void readKeys(int row, int rows, int kvHead, float[] into, int to) {
            numbers.read(at(row, layout.heads() + kvHead), runs(rows, 1), into, to);
        }

        void writeKeys(int row, int rows, int kvHead, float[] from, int position) {
            numbers.write(from, position, runs(rows, 1), at(row, layout.heads() + kvHead));
        }

        void readValues(int row, int rows, int kvHead, float[] into, int to) {
            readKeys(row, rows, layout.kvHeads() + kvHead, into, to);
        }

        void writeValues(int row, int rows, int kvHead, float[] from, int position) {
            writeKeys(row, rows, layout.kvHeads() + kvHead, from, position);
        }

        private int at(int row, int head) {
            return row * rowWidth + head * layout.headDim();
        }

        private TensorNumbers.Runs runs(int rows, int heads) {
            return new TensorNumbers.Runs(rows, layout.headDim(), rowWidth, heads * width);
        }
    }
}
