package org.counterpoint.data.spill;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Values put down in a scratch file once and read back by their positions, in whatever order. */
public final class ValueFile<T> implements Closeable {
    private static final int BUFFER = 1 << 18;

    private final Path file;
    private final Codec<T> codec;
    private final DataOutputStream out;
    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream(1 << 12);
    private final DataOutputStream encoder = new DataOutputStream(encoded);
    private long position;
    private @Nullable FileChannel channel;
    private final ReadWindows windows = new ReadWindows();

    public ValueFile(Codec<T> codec, Scratch scratch) {
        this.codec = codec;
        this.file = scratch.newFile();
        try {
            this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Puts a value down and says where. */
    public long add(T value) {
        try {
            encoded.reset();
            codec.write(value, encoder);
            out.writeInt(encoded.size());
            encoded.writeTo(out);
            long at = position;
            position += Integer.BYTES + encoded.size();
            return at;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Ends the writing; values are read after this. */
    public void finish() {
        try {
            out.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The bytes of the value at this position, to be {@link #decode decoded}. Cheap where positions rise in a few rows. */
    public byte[] raw(long at) {
        try {
            FileChannel open = channel == null ? FileChannel.open(file, StandardOpenOption.READ) : channel;
            channel = open;
            int length = ByteBuffer.wrap(windows.read(open, at, Integer.BYTES)).getInt();
            return windows.read(open, at + Integer.BYTES, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The value of these bytes; safe to call from several threads. */
    public T decode(byte[] raw) {
        try {
            return codec.read(new DataInputStream(new ByteArrayInputStream(raw)));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Closes and deletes the file. */
    @Override
    public void close() {
        finish();
        try {
            if (channel != null) {
                channel.close();
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException(
                "the temporary file " + file + " failed (is the disk full?): " + e.getMessage(), e);
    }
}
