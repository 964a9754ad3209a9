package org.counterpoint.engine.weights.gguf;

import java.util.List;
import org.counterpoint.engine.weights.WholeRows;

/** Matrices of blocks, one below the other. Where their types differ, what holds all of them is told. */
final class StackedWholes implements WholeRows {
    private final List<GgufTensor> parts;
    private final int rows;
    private final int width;
    private final int bits;
    private final int scaleEvery;
    private final boolean offsets;

    /** @param parts of one width, all of types with blocks */
    StackedWholes(List<GgufTensor> parts) {
        this.parts = parts;
        this.rows = Math.toIntExact(
                parts.stream().mapToLong(part -> part.shape()[0]).sum());
        this.width = parts.get(0).stored().width();
        List<TensorType> types =
                parts.stream().map(part -> part.stored().type()).distinct().toList();
        this.offsets = types.stream().anyMatch(TensorType::hasOffsets);
        // Four bits are about zero without offsets and from zero with them: the two do not go together.
        boolean small = types.stream().allMatch(type -> type.bits() == 4 && type.hasOffsets() == offsets);
        this.bits = small ? 4 : 8;
        this.scaleEvery = types.stream().mapToInt(TensorType::scaleEvery).min().orElseThrow();
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int bits() {
        return bits;
    }

    @Override
    public int scaleEvery() {
        return scaleEvery;
    }

    @Override
    public boolean hasOffsets() {
        return offsets;
    }

    @Override
    public Reader reader() {
        List<PartReader> readers = parts.stream().map(PartReader::new).toList();
        return (row, numbers, scales, offsets) -> {
            int inPart = row;
            int part = 0;
            while (inPart >= parts.get(part).shape()[0]) {
                inPart -= (int) parts.get(part).shape()[0];
                part++;
            }
            readers.get(part).read(inPart, numbers, scales, offsets);
        };
    }

    private static final class PartReader {
        private final HeadRows order;
        private final GgufFile.RowReader reader;
        private final BlockDecoder.Wholes row;

        PartReader(GgufTensor part) {
            this.order = part.order();
            this.reader = part.stored().reader();
            this.row =
                    new BlockDecoder.Wholes(part.stored().type(), part.stored().width());
        }

        void read(int at, byte[] numbers, float[] scales, float[] offsets) {
            reader.read(order.inFile(at), row);
            System.arraycopy(row.numbers, 0, numbers, 0, numbers.length);
            int each = scales.length / row.scales.length;
            for (int i = 0; i < scales.length; i++) {
                scales[i] = row.scales[i / each];
                offsets[i] = row.offsets[i / each];
            }
        }
    }
}
