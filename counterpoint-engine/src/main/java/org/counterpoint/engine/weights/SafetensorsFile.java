package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.counterpoint.engine.ModelException;

/**
 * A safetensors file open for reading. The header is checked whole on opening; tensor bytes are read when
 * asked for. Reads are safe from several threads.
 */
public final class SafetensorsFile implements AutoCloseable {
    /** The format allows 100 MB; the largest published models need less than one. */
    static final int LARGEST_HEADER = 16 << 20;

    private final Path path;
    private final FileChannel channel;
    private final long length;
    private final Map<String, TensorData> tensors;
    private final Map<String, String> metadata;

    private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader header, long dataStart, long length) {
        this.path = path;
        this.channel = channel;
        this.length = length;
        Map<String, TensorData> byName = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            byName.put(entry.name(), new Stored(entry, dataStart));
        }
        this.tensors = Collections.unmodifiableMap(byName);
        this.metadata = Collections.unmodifiableMap(header.metadata());
    }

    /**
     * Opens and checks a file.
     *
     * @throws ModelException if it cannot be read or is not a sound safetensors file
     */
    public static SafetensorsFile open(Path path) {
        FileChannel channel = null;
        SafetensorsFile file = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            file = read(path, channel);
            return file;
        } catch (NoSuchFileException e) {
            throw new ModelException(path + " is missing", e);
        } catch (IOException e) {
            throw new ModelException(path + " cannot be read: " + e.getMessage(), e);
        } finally {
            if (file == null && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private static SafetensorsFile read(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < 8) {
            throw new ModelException(
                    path + " is " + size + " bytes long: too short for a safetensors file, fetch it again");
        }
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        readFully(path, channel, 0, length);
        long headerBytes = length.getLong(0);
        if (headerBytes < 0 || headerBytes > size - 8) {
            throw new ModelException(path + ": the header claims " + Long.toUnsignedString(headerBytes)
                    + " bytes, the file has " + (size - 8) + " left: it is cut short or not a safetensors file");
        }
        if (headerBytes > LARGEST_HEADER) {
            throw new ModelException(path + ": the header claims " + headerBytes + " bytes, more than the "
                    + LARGEST_HEADER + " that are read here: it is not a sound safetensors file");
        }
        ByteBuffer header = ByteBuffer.allocate((int) headerBytes);
        readFully(path, channel, 8, header);
        SafetensorsHeader parsed = SafetensorsHeader.parse(path, header.array(), size - 8 - headerBytes);
        return new SafetensorsFile(path, channel, parsed, 8 + headerBytes, size);
    }

    public Path path() {
        return path;
    }

    /** How long the file was when it was opened. */
    long length() {
        return length;
    }

    /** By name, in the order of the file. */
    public Map<String, TensorData> tensors() {
        return tensors;
    }

    /** The header's {@code __metadata__}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ModelException("a weights file could not be closed: " + e.getMessage(), e);
        }
    }

    private static void readFully(Path path, FileChannel channel, long position, ByteBuffer into) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new ModelException(path + " ends at byte " + at + ": it has become shorter while it was read");
            }
            at += count;
        }
    }

    private final class Stored implements TensorData {
        private final SafetensorsHeader.Entry entry;
        private final long start;

        Stored(SafetensorsHeader.Entry entry, long dataStart) {
            this.entry = entry;
            this.start = dataStart + entry.begin();
        }

        @Override
        public String name() {
            return entry.name();
        }

        @Override
        public DType dtype() {
            return entry.dtype();
        }

        @Override
        public long[] shape() {
            List<Long> shape = entry.shape();
            return shape.stream().mapToLong(Long::longValue).toArray();
        }

        @Override
        public long byteSize() {
            return entry.end() - entry.begin();
        }

        @Override
        public void read(long offset, ByteBuffer into) {
            Objects.checkFromIndexSize(offset, into.remaining(), byteSize());
            try {
                readFully(path, channel, start + offset, into);
            } catch (IOException e) {
                throw new ModelException(path + ": tensor " + name() + " cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public Optional<ByteBuffer> map() {
            if (byteSize() > Integer.MAX_VALUE || byteSize() == 0) {
                return Optional.empty();
            }
            try {
                return Optional.of(channel.map(FileChannel.MapMode.READ_ONLY, start, byteSize()));
            } catch (IOException e) {
                throw new ModelException(path + ": tensor " + name() + " cannot be mapped: " + e.getMessage(), e);
            }
        }

        @Override
        public String toString() {
            return name() + " " + dtype() + entry.shape();
        }
    }
}
