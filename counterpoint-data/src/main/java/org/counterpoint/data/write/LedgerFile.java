package org.counterpoint.data.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.store.NewFolders;
import org.counterpoint.store.WholeFile;

/** A ledger as a JSON Lines file. */
public final class LedgerFile implements Ledger, Closeable {
    private final JsonLines lines;

    public LedgerFile(Path file) {
        this.lines = new JsonLines(file);
    }

    /** Where the ledger of an output lies that has no room for it, or that there will not be: {@code OUT.ledger.jsonl}. */
    public static Path beside(Path out) {
        return out.resolveSibling(out.getFileName() + ".ledger.jsonl");
    }

    /**
     * Keeps the ledger of work that came to nothing, so that nobody has to guess what was set aside.
     *
     * @param written the ledger as far as it got, closed; it may be missing
     * @param place where the user finds it
     * @return the failure, to be thrown: with the ledger's name, where something is in it
     */
    public static InputException kept(Path written, Path place, InputException failure) {
        try {
            if (!Files.exists(written) || Files.size(written) == 0) {
                return failure;
            }
            publish(written, place);
        } catch (IOException e) {
            failure.addSuppressed(e);
            return failure;
        }
        return new InputException(failure.getMessage() + "\nWhat was left out is in " + place + ".", failure);
    }

    private static void publish(Path written, Path place) throws IOException {
        Path work = WholeFile.beside(place);
        try {
            if (!work.equals(written)) {
                Files.copy(written, work, StandardCopyOption.REPLACE_EXISTING);
            }
            WholeFile.publish(work, place);
        } catch (IOException e) {
            Files.deleteIfExists(work);
            throw e;
        }
    }

    /**
     * As {@link #kept(Path, Path, InputException)}, of what is not written down yet.
     *
     * @param entries gives them once more; the failure may come again
     */
    public static InputException kept(Consumer<Ledger> entries, Path place, InputException failure) {
        Path work = WholeFile.beside(place);
        try {
            NewFolders above = NewFolders.above(work);
            try {
                write(entries, work, failure);
                return kept(work, place, failure);
            } finally {
                Files.deleteIfExists(work);
                above.removeEmpty();
            }
        } catch (IOException | UncheckedIOException e) {
            failure.addSuppressed(e);
            return failure;
        }
    }

    private static void write(Consumer<Ledger> entries, Path work, InputException failure) {
        try (LedgerFile ledger = new LedgerFile(work)) {
            entries.accept(ledger);
        } catch (InputException again) {
            failure.addSuppressed(again);
        }
    }

    @Override
    public void add(LedgerEntry entry) {
        lines.write(JsonForms.ledgerEntry(entry));
    }

    @Override
    public void close() {
        lines.close();
    }
}
