package org.counterpoint.train.batch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Scores on disk, appended as they are computed: a hash of all that they depend on, then blocks (groups, count, values,
 * CRC-32). What a killed process leaves is used up to its last whole block.
 */
public final class ScoreFile implements AutoCloseable {
    private static final int MOST = 1 << 24; // values of a block; more is damage

    private final Path file;
    private final byte[] key;
    private final List<Block> blocks = new ArrayList<>();
    private long validBytes;
    private @Nullable DataOutputStream out;

    /** The scores of some groups, one after the other. */
    public record Block(int groups, double[] scores) {}

    private ScoreFile(Path file, byte[] key) {
        this.file = file;
        this.key = key;
    }

    /** @param key of what the scores depend on: those under another key are not read, and give way to new ones */
    public static ScoreFile open(Path file, byte[] key) throws IOException {
        ScoreFile scores = new ScoreFile(file, key);
        scores.readBack();
        return scores;
    }

    /** What is there: whole blocks, in order. */
    public List<Block> blocks() {
        return blocks;
    }

    /** Forgets the blocks from this one on: they do not fit what the caller knows. */
    public void dropFrom(int index) {
        for (Block block : blocks.subList(index, blocks.size())) {
            validBytes -= bytes(block).length;
        }
        blocks.subList(index, blocks.size()).clear();
    }

    /** Appends the scores of some groups; they outlive this process when it returns. */
    public void add(int groups, double[][] scores) throws IOException {
        Block block = new Block(
                groups, Arrays.stream(scores).flatMapToDouble(DoubleStream::of).toArray());
        if (out == null) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            out = new DataOutputStream(Channels.newOutputStream(channel));
            channel.truncate(validBytes);
            channel.position(validBytes);
            if (validBytes == 0) {
                out.write(key);
                validBytes = key.length;
            }
        }
        byte[] bytes = bytes(block);
        out.write(bytes);
        validBytes += bytes.length;
        blocks.add(block);
    }

    private static byte[] bytes(Block block) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 + 8 * block.scores().length + 4);
        bytes.putInt(block.groups()).putInt(block.scores().length);
        for (double score : block.scores()) {
            bytes.putDouble(score);
        }
        bytes.putInt(crc(bytes.array(), bytes.position()));
        return bytes.array();
    }

    private void readBack() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            if (!Arrays.equals(in.readNBytes(key.length), key)) {
                return;
            }
            validBytes = key.length;
            for (Block block = readBlock(in); block != null; block = readBlock(in)) {
                validBytes += bytes(block).length;
                blocks.add(block);
            }
        }
    }

    /** One block; null at the end of what is whole. */
    private static @Nullable Block readBlock(DataInputStream in) throws IOException {
        try {
            int groups = in.readInt();
            int count = in.readInt();
            if (groups < 1 || count < 0 || count > MOST) {
                return null;
            }
            ByteBuffer bytes = ByteBuffer.allocate(8 + 8 * count);
            bytes.putInt(groups).putInt(count);
            in.readFully(bytes.array(), 8, 8 * count);
            if (in.readInt() != crc(bytes.array(), bytes.capacity())) {
                return null;
            }
            double[] scores = new double[count];
            for (int i = 0; i < count; i++) {
                scores[i] = bytes.getDouble(8 + 8 * i);
            }
            return new Block(groups, scores);
        } catch (EOFException e) {
            return null;
        }
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
