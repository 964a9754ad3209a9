package org.counterpoint.spark;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import scala.Tuple2;

/** Takes arrived chunks apart. */
final class ChunkReader {
    private ChunkReader() {}

    /** Reads one record. */
    @FunctionalInterface
    interface Reading {
        void from(DataInputStream in) throws IOException;
    }

    static void each(Iterator<Tuple2<Long, byte[]>> chunks, Reading record) {
        while (chunks.hasNext()) {
            DataInputStream in =
                    new DataInputStream(new ByteArrayInputStream(chunks.next()._2()));
            try {
                while (in.available() > 0) {
                    record.from(in);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("a chunk of records is torn", e);
            }
        }
    }
}
