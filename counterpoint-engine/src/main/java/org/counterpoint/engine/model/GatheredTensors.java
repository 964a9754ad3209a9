package org.counterpoint.engine.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.OptimizerShare;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.TensorSource;
import org.jspecify.annotations.Nullable;

/**
 * Weights or moments of all processes as the first one writes them: its own lie where they are, the others', and those of
 * which each has a slice, come one by one and wait in a file beside what is written, so that nobody has to hold all of them.
 */
final class GatheredTensors implements AutoCloseable {
    private final OptimizerShare share;
    private final Path file;
    private @Nullable FileChannel channel;
    private @Nullable IOException unwritten;
    private long written;

    /** @param target the file or folder that is to be written */
    GatheredTensors(OptimizerShare share, Path target) {
        this.share = share;
        this.file = target.resolveSibling(target.getFileName() + ".others");
    }

    /** Where the numbers of a weight are found. */
    interface Place {
        TensorSource source(String name, Weight.Part part);
    }

    /**
     * Takes what one process holds; all take the same.
     *
     * @param own null where another process holds it
     */
    Place take(@Nullable Tensor own, int owner, long[] shape) {
        long from = written;
        if (own != null) {
            if (share.size() > 1 && owner != 0) {
                LiveNumbers.show(own, piece -> share.broadcast(piece, owner));
            }
            return (name, part) -> TensorExport.source(name, own, part);
        }
        if (owner != 0) {
            try (TensorScope scope = new TensorScope()) {
                Tensor received = Tensors.zeros(shape);
                LiveNumbers.show(received, piece -> share.broadcast(piece, owner));
                if (share.rank() == 0) {
                    NativeBytes.fill(received, (offset, piece) -> write(piece));
                }
            }
        }
        return (name, part) -> source(name, part, shape, from);
    }

    /** Takes what each process holds a slice of; all take the same. */
    Place take(Cut cut, Tensor slice) {
        long from = written;
        try (TensorScope scope = new TensorScope()) {
            Tensor whole = cut.gathered(slice);
            if (share.rank() == 0) {
                NativeBytes.fill(whole, (offset, piece) -> write(piece));
            }
        }
        long[] shape = cut.shape();
        return (name, part) -> source(name, part, shape, from);
    }

    private void write(ByteBuffer piece) {
        if (unwritten != null) {
            return;
        }
        try {
            FileChannel open = channel;
            if (open == null) {
                open = FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
                channel = open;
            }
            while (piece.hasRemaining()) {
                written += open.write(piece, written);
            }
        } catch (IOException e) {
            unwritten = e; // The others go on handing over what they have: it is not their fault.
        }
    }

    /** @throws IOException where not all could be kept; all of it was handed over */
    void requireKept() throws IOException {
        if (unwritten != null) {
            throw unwritten;
        }
    }

    private TensorSource source(String name, Weight.Part part, long[] shape, long from) {
        long rowBytes = Arrays.stream(shape).skip(1).reduce(Float.BYTES, Math::multiplyExact);
        long[] own = shape.clone();
        own[0] = part.rows();
        return new TensorSource(
                name, DType.F32, own, (offset, into) -> read(from + part.start() * rowBytes + offset, into));
    }

    private void read(long from, ByteBuffer into) {
        long at = from;
        try {
            while (into.hasRemaining()) {
                int read = channel == null ? -1 : channel.read(into, at);
                if (read < 0) {
                    throw new IOException(file + " ends too early");
                }
                at += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            Files.deleteIfExists(file);
        }
    }
}
