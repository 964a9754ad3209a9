package org.counterpoint.engine.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.engine.ModelException;

/**
 * Tensors of a model stacked along their first dimension, read from their files row by row as fp32. What is not a finite
 * number is refused.
 */
public final class TensorRows {
    /** Bytes read at once, or one row. */
    private static final int PIECE = 1 << 16;

    private final Path folder;
    private final List<TensorData> parts;
    private final int rows;
    private final int width;

    /** Tensors that lie elsewhere than in a folder. */
    public static TensorRows of(List<TensorData> parts) {
        return new TensorRows(Path.of("the model in memory"), parts);
    }

    /** @param parts of the same width; one-dimensional ones are rows of one number each */
    TensorRows(Path folder, List<TensorData> parts) {
        this.folder = folder;
        this.parts = List.copyOf(parts);
        long[] shape = parts.get(0).shape();
        this.rows = Math.toIntExact(parts.stream().mapToLong(t -> t.shape()[0]).sum());
        this.width = shape.length == 1 ? 1 : Math.toIntExact(shape[1]);
    }

    public int rows() {
        return rows;
    }

    /** Numbers in a row. */
    public int width() {
        return width;
    }

    /** Everything, row after row. */
    public float[] all() {
        float[] all = new float[Math.multiplyExact(rows, width)];
        float[] row = new float[width];
        Reader reader = reader();
        for (int i = 0; i < rows; i++) {
            reader.read(i, row);
            System.arraycopy(row, 0, all, i * width, width);
        }
        return all;
    }

    /** A reader with a buffer of its own, for one thread. It is quickest on rows in order, of each tensor for itself. */
    public Reader reader() {
        return new Reader();
    }

    /** That a tensor cannot be computed with. */
    public static ModelException notFinite(Path folder, String tensor) {
        return new ModelException(folder + ": the tensor " + tensor
                + " holds NaN or infinite numbers; the checkpoint is damaged or training diverged");
    }

    /** Reads rows. */
    public final class Reader {
        private final Window[] windows =
                parts.stream().map(part -> new Window(part, width)).toArray(Window[]::new);

        private Reader() {}

        /**
         * Copies one row.
         *
         * @throws ModelException if the file cannot be read, or holds what is no finite number
         */
        public void read(int row, float[] into) {
            int part = 0;
            int inPart = row;
            while (inPart >= windows[part].rows) {
                inPart -= windows[part].rows;
                part++;
            }
            if (!windows[part].read(inPart, into)) {
                throw notFinite(folder, parts.get(part).name());
            }
        }
    }

    /** Some rows of one tensor, as they are in the file. */
    private static final class Window {
        private final TensorData tensor;
        private final int rows;
        private final int width;
        private final int rowBytes;
        private final int most;
        private ByteBuffer bytes = ByteBuffer.allocate(0);
        private int[] words = new int[0];
        private int from;
        private int to;
        /** Whether all that is here is finite. */
        private boolean finite;

        Window(TensorData tensor, int width) {
            this.tensor = tensor;
            this.rows = Math.toIntExact(tensor.shape()[0]);
            this.width = width;
            this.rowBytes = width * tensor.dtype().bytes();
            this.most = Math.max(1, PIECE / rowBytes);
        }

        /** Whether all numbers of the row are finite. */
        boolean read(int row, float[] into) {
            if (row < from || row >= to) {
                move(row);
            }
            int at = (row - from) * rowBytes;
            switch (tensor.dtype()) {
                case F32 -> bytes.asFloatBuffer().get(at / Float.BYTES, into, 0, width);
                case BF16 -> readBf16(at, into);
                case F16 -> readF16(at, into);
                default -> throw new IllegalStateException(tensor.dtype() + " does not serve as weights");
            }
            return finite || allFinite(bytes.slice(at, rowBytes));
        }

        private void move(int row) {
            from = row;
            to = Math.min(rows, row + most);
            if (bytes.capacity() == 0) {
                bytes = ByteBuffer.allocate(most * rowBytes).order(ByteOrder.LITTLE_ENDIAN);
                words = new int[most * rowBytes / Integer.BYTES];
            }
            tensor.read((long) from * rowBytes, bytes.clear().limit((to - from) * rowBytes));
            finite = allFinite(bytes.flip());
        }

        private boolean allFinite(ByteBuffer some) {
            return FiniteCheck.firstNotFinite(some.order(ByteOrder.LITTLE_ENDIAN), tensor.dtype(), words) < 0;
        }

        private void readBf16(int at, float[] into) {
            for (int i = 0; i < width; i++) {
                into[i] = Float.intBitsToFloat(bytes.getShort(at + Short.BYTES * i) << Short.SIZE);
            }
        }

        private void readF16(int at, float[] into) {
            for (int i = 0; i < width; i++) {
                into[i] = HalfFloats.fromF16(bytes.getShort(at + Short.BYTES * i));
            }
        }
    }
}
