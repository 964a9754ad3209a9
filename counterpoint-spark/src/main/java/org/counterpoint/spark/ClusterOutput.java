package org.counterpoint.spark;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.counterpoint.app.cluster.ClusterOut;
import org.counterpoint.store.Provenance;

/** An output folder that tasks and driver fill together and that appears at the end. */
interface ClusterOutput extends Closeable {
    /** How the names of tables end. */
    String PARQUET = ".parquet";

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

    /**
     * Puts a file of tasks together, or a table.
     *
     * @param folders the tasks' own
     * @param name the file's name in each, where it is one of lines
     */
    default void gather(List<String> folders, String name, boolean parquet, Configuration hadoop) throws IOException {
        String own = parquet ? Tables.name(name) : name;
        List<String> parts = TaskFolder.in(folders, own);
        gather(own, own.equals(name) ? parts : Tables.present(parts, hadoop));
    }

    /** Whether a file is left in parts: tables cannot be put together. */
    static boolean inParts(String name, boolean parts) {
        return parts || name.endsWith(PARQUET);
    }

    /** Sorted by name, the parts of a file are in order. */
    static String partName(String name, int number) {
        return String.format(Locale.ROOT, "part-%06d%s", number, name.endsWith(PARQUET) ? PARQUET : ".jsonl");
    }

    /** Lets the output appear. */
    void commit() throws IOException;

    /** What failed, with the ledger's name where one was kept. */
    default RuntimeException withLedger(RuntimeException failure) {
        return failure;
    }

    /**
     * The output that a command was told of.
     *
     * @param here whether tasks run on this machine, so that they may write to its disk
     * @throws org.counterpoint.data.InputException where there is something that is not this command's own
     */
    static ClusterOutput at(ClusterOut out, Provenance record, Configuration hadoop, boolean here) throws IOException {
        return here && AnswerInput.isLocal(out.location())
                ? new LocalOutput(Path.of(out.location()), record, out.overwrite(), out.parts())
                : new RemoteOutput(out.location(), record, out.overwrite(), out.parts(), hadoop);
    }

    /** Makes an output. */
    @FunctionalInterface
    interface Claim {
        ClusterOutput make() throws IOException;
    }

    /** Fills an output. */
    @FunctionalInterface
    interface Filling<R> {
        R fill(ClusterOutput out) throws IOException;
    }

    /**
     * Fills an output to the end, or leaves nothing.
     *
     * @throws org.counterpoint.data.InputException where an input or the output cannot be used
     * @throws org.counterpoint.console.FailedWork where the cluster failed
     */
    static <R> R filled(Claim claim, Filling<R> filling) {
        try (ClusterOutput out = claim.make()) {
            try {
                R result = filling.fill(out);
                out.commit();
                return result;
            } catch (Exception e) { // Scala's checked ones too, of which Java is not told
                throw out.withLedger(SparkFailures.of(e));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Brings a file of the driver to where tasks put theirs, and says where it is, for Hadoop. */
    String share(Path file) throws IOException;

    /** Removes what was not committed. */
    @Override
    void close() throws IOException;
}
