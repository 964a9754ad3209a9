package org.counterpoint.data.write;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file whose whole blocks go straight to the disk, where the file system can do that: the system's copy of a large
 * output costs more than all else that is done for it, and drives from memory what is still to be read. The rest, and
 * everything elsewhere, is written as usual. For one thread.
 */
final class WholeBlocks implements Closeable {
    private final FileChannel usual;
    private @Nullable FileChannel straight;
    private final int block;
    private long position;

    private WholeBlocks(FileChannel usual, @Nullable FileChannel straight, int block) {
        this.usual = usual;
        this.straight = straight;
        this.block = block;
    }

    /** A new file, or an empty one in its place. */
    static WholeBlocks create(Path file) throws IOException {
        FileChannel usual = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        int block = 1;
        FileChannel straight = null;
        try {
            block = Math.toIntExact(Files.getFileStore(file).getBlockSize());
            straight = FileChannel.open(file, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
        } catch (IOException | UnsupportedOperationException | ArithmeticException e) {
            block = 1; // a file system that keeps its files in memory, say: the usual way is right for it
        }
        return new WholeBlocks(usual, straight, block);
    }

    /** Room for so many bytes, as it has to lie in memory for {@link #write}. */
    ByteBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size + block - 1).alignedSlice(block);
    }

    /** Appends what remains in a buffer of {@link #buffer}. */
    void write(ByteBuffer bytes) throws IOException {
        FileChannel direct = straight;
        if (direct != null && bytes.remaining() % block == 0 && position % block == 0) {
            try {
                position += direct.write(bytes, position);
            } catch (IOException e) {
                straight = null; // whatever it was: if the usual way fails too, that is what to say
                direct.close();
            }
        }
        while (bytes.hasRemaining()) {
            position += usual.write(bytes, position);
        }
    }

    @Override
    public void close() throws IOException {
        try (usual) {
            if (straight != null) {
                straight.close();
            }
        }
    }
}
