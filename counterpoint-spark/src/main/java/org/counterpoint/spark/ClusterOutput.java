package org.counterpoint.spark;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An output folder that tasks and driver fill together and that appears at the end. */
interface ClusterOutput extends Closeable {
    /** Where the driver writes its files: a folder of this machine. */
    Path folder();

    /** Where tasks put theirs: a folder that all of them see, for Hadoop; no part of the output. */
    String work();

    /**
     * Puts a file together.
     *
     * @param name the file's name in the output
     * @param parts for Hadoop, in order
     */
    void gather(String name, List<String> parts) throws IOException;

    /** Lets the output appear. */
    void commit() throws IOException;

    /** What failed, with the ledger's name where one was kept. */
    default RuntimeException withLedger(RuntimeException failure) {
        return failure;
    }

    /** Removes what was not committed. */
    @Override
    void close() throws IOException;
}
