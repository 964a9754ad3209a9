package org.counterpoint.data.rows;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;

/** How a file is compressed, told by its name. */
enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private static final int BUFFER = 1 << 16;

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    static Compression of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(GZIP.suffix)) {
            return GZIP;
        }
        return name.endsWith(ZSTD.suffix) ? ZSTD : NONE;
    }

    /** The name without this compression's ending. */
    String strip(String name) {
        return name.substring(0, name.length() - suffix.length());
    }

    /** What lies within; anything it throws but a {@link DiskException} is the compressed data's fault. */
    InputStream unpack(CountedFile packed) throws IOException {
        return switch (this) {
            case NONE -> packed;
            case GZIP -> new WholeGzip(packed, BUFFER);
            case ZSTD -> new ZstdInputStreamNoFinalizer(packed);
        };
    }
}
