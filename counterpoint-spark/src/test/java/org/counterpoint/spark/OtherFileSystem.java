package org.counterpoint.spark;

import java.net.URI;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The disk under the scheme {@code other}, as if it were a file system that only Hadoop knows. */
public final class OtherFileSystem extends RawLocalFileSystem {
    static final String SCHEME = "other";

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }
}
