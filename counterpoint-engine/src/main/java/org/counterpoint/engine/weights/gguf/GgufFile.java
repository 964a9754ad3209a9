package org.counterpoint.engine.weights.gguf;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.ModelException;

/** A GGUF file open for reading. The header is checked whole on opening; rows are decoded when asked for. */
final class GgufFile implements AutoCloseable {
    /** Bytes read at once, or one row. */
    private static final int PIECE = 1 << 18;

    private static final long LARGEST_VECTOR = 64L << 20;

    private final Path path;
    private final FileChannel channel;
    private final long length;
    private final Metadata metadata;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private GgufFile(Path path, FileChannel channel, GgufHeader header, long length) {
        this.path = path;
        this.channel = channel;
        this.length = length;
        this.metadata = new Metadata(path, header.metadata());
        header.entries().forEach(entry -> tensors.put(entry.name(), new Tensor(entry)));
    }

    /**
     * Opens and checks a file.
     *
     * @throws ModelException if it cannot be read or is not a sound GGUF file
     */
    static GgufFile open(Path path) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            long length = Files.size(path);
            GgufHeader header = GgufHeader.parse(path, in, length);
            return new GgufFile(path, FileChannel.open(path, StandardOpenOption.READ), header, length);
        } catch (NoSuchFileException e) {
            throw new ModelException(path + " is missing", e);
        } catch (IOException e) {
            throw new ModelException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    /** Bytes that it had when it was opened. */
    long length() {
        return length;
    }

    Metadata metadata() {
        return metadata;
    }

    /** By name, in the order of the file. */
    Map<String, Tensor> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tensor of the file. */
    final class Tensor {
        private final GgufHeader.Entry entry;
        private final int width;

        private Tensor(GgufHeader.Entry entry) {
            this.entry = entry;
            List<Long> shape = entry.shape();
            this.width = shape.size() == 1 ? 1 : Math.toIntExact(shape.get(shape.size() - 1));
        }

        private Path file() {
            return path;
        }

        String name() {
            return entry.name();
        }

        TensorType type() {
            return entry.type();
        }

        /** Rows before columns. */
        List<Long> shape() {
            return entry.shape();
        }

        long numbers() {
            return entry.shape().stream().reduce(1L, (a, b) -> a * b);
        }

        /** All of a tensor of one dimension. */
        float[] all() {
            if (entry.bytes() > LARGEST_VECTOR) {
                throw new ModelException(path + ": tensor " + name() + " of one dimension takes " + entry.bytes()
                        + " bytes: no norm or bias is that large");
            }
            int count = Math.toIntExact(numbers());
            float[] all = new float[count];
            BlockDecoder.decode(type(), bytes(0, Math.toIntExact(entry.bytes())), 0, all, count);
            return all;
        }

        /** Numbers in a row. */
        int width() {
            return width;
        }

        /** Reads rows, quickest in order; of one dimension each number is a row, of a type without blocks. */
        RowReader reader() {
            return reader(numbers() / width);
        }

        /** The same for those before a certain row, so that no others are read ahead. */
        RowReader reader(long end) {
            return new RowReader(this, end);
        }

        private ByteBuffer bytes(long offset, int count) {
            ByteBuffer into = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
            long at = entry.start() + offset;
            try {
                while (into.hasRemaining()) {
                    int read = channel.read(into, at);
                    if (read < 0) {
                        throw new ModelException(
                                path + " ends at byte " + at + ": it has become shorter" + " while it was read");
                    }
                    at += read;
                }
            } catch (IOException e) {
                throw new ModelException(path + ": tensor " + name() + " cannot be read: " + e.getMessage(), e);
            }
            return into.flip();
        }
    }

    /** Decodes rows of one tensor, with a buffer of its own. */
    static final class RowReader {
        private final Tensor tensor;
        private final long end;
        private final int rowBytes;
        private ByteBuffer window = ByteBuffer.allocate(0);
        private long from;
        private long to;

        private RowReader(Tensor tensor, long end) {
            long rows = tensor.numbers() / tensor.width;
            this.tensor = tensor;
            this.end = Math.min(rows, end);
            this.rowBytes = Math.toIntExact(tensor.entry.bytes() / rows);
        }

        /**
         * Decodes a row.
         *
         * @throws ModelException if it cannot be read, or holds what is no finite number
         */
        void read(long row, float[] into) {
            int at = at(row);
            BlockDecoder.decode(tensor.type(), window, at, into, tensor.width);
            for (int i = 0; i < tensor.width; i++) {
                if (!Float.isFinite(into[i])) {
                    throw notFinite();
                }
            }
        }

        /**
         * Reads a row of blocks as it is stored.
         *
         * @param into of the tensor's type and width
         * @throws ModelException if it cannot be read, or a scale is no finite number
         */
        void read(long row, BlockDecoder.Wholes into) {
            int at = at(row);
            into.read(window, at);
            for (int i = 0; i < into.scales.length; i++) {
                if (!Float.isFinite(into.scales[i]) || !Float.isFinite(into.offsets[i])) {
                    throw notFinite();
                }
            }
        }

        /** Where a row begins in the window, which is moved to it. */
        private int at(long row) {
            if (row < from || row >= to) {
                from = row;
                to = Math.max(row + 1, Math.min(end, row + PIECE / rowBytes));
                window = tensor.bytes(from * rowBytes, Math.toIntExact((to - from) * rowBytes));
            }
            return (int) (row - from) * rowBytes;
        }

        private ModelException notFinite() {
            return new ModelException(tensor.file() + ": the tensor " + tensor.name()
                    + " holds NaN or infinite numbers: the file is damaged");
        }
    }
}
