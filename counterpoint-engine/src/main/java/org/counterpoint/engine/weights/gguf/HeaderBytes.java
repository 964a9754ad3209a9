package org.counterpoint.engine.weights.gguf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.counterpoint.engine.ModelException;

/** The bytes of a header in their order. Nothing is set aside for what a file only claims to hold. */
final class HeaderBytes {
    /** Vocabularies of half a million tokens take 20 MB. */
    private static final long MOST = 128L << 20;

    private final Path file;
    private final InputStream in;
    private final long size;
    private long at;

    /** @param size of the whole file */
    HeaderBytes(Path file, InputStream in, long size) {
        this.file = file;
        this.in = in;
        this.size = size;
    }

    /** Bytes read so far. */
    long position() {
        return at;
    }

    ByteBuffer take(long count, String what) {
        if (count < 0 || count > size - at) {
            throw fault(what + " claims " + Long.toUnsignedString(count) + " bytes at byte " + at + ", the file has "
                    + (size - at) + " left: it is cut short, fetch it again");
        }
        if (at + count > MOST) {
            throw fault(what + " ends beyond byte " + MOST + ": no header is read that is so long");
        }
        try {
            byte[] bytes = in.readNBytes((int) count);
            if (bytes.length < count) {
                throw fault(what + " ends at byte " + (at + bytes.length) + ": the file is cut short, fetch it again");
            }
            at += count;
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    int int32(String what) {
        return take(4, what).getInt();
    }

    long uint32(String what) {
        return int32(what) & 0xffffffffL;
    }

    /** A whole number from 0 up to a limit. */
    long count(String what, long most) {
        long count = take(8, what).getLong();
        if (count < 0 || count > most) {
            throw fault(what + " is " + Long.toUnsignedString(count) + ", more than the " + most
                    + " that are read: not a sound GGUF file");
        }
        return count;
    }

    String text(String what) {
        ByteBuffer bytes = take(take(8, what).getLong(), what);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new ModelException(file + ": " + what + " is not UTF-8: the file is damaged", e);
        }
    }

    ModelException fault(String fault) {
        return new ModelException(file + ": " + fault);
    }
}
