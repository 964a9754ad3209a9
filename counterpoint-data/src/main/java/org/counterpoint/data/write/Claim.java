package org.counterpoint.data.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.counterpoint.data.InputException;
import org.counterpoint.data.rows.DataPlace;
import org.counterpoint.store.BrokenLink;
import org.counterpoint.store.Provenance;

/** A place that a command may write to, and the record of what it writes; inputs are hashed while the command works. */
public final class Claim {
    /** Roles of folders that are not read for their rows: answers may lie in their model's folder, a report in its run's. */
    private static final Set<String> NO_ROWS = Set.of("model", "runs");

    private final Provenance made;
    private final CompletableFuture<Provenance> record;

    private Claim(Provenance record) {
        this.made = record;
        this.record = CompletableFuture.supplyAsync(record::hashed);
    }

    /**
     * Nothing may be overwritten that the command reads, nothing put among a folder's rows, and no link replaced that leads
     * nowhere.
     *
     * @throws InputException where it would be
     */
    public static void requireNoInput(Path out, Provenance record) {
        BrokenLink.words(out).ifPresent(words -> {
            throw new InputException(words + ". Make that, or give another --out.");
        });
        if (record.isMadeFrom(out)) {
            throw new InputException(
                    out + " is what '" + record.kind() + "' reads; it is left as it is. Give another --out.");
        }
        for (Provenance.Input input : record.inputs()) {
            if (!NO_ROWS.contains(input.role())) {
                new DataPlace(Path.of(input.path())).requireOutside(out);
            }
        }
    }

    /** The same of a file in an output folder. */
    void requireNoInput(Path out) {
        requireNoInput(out, made);
    }

    /**
     * Lets pass what is free, empty, the same command's own work, or to be overwritten.
     *
     * @param recordFile where the record of such work lies
     * @throws InputException where {@code out} holds anything else
     */
    static Claim of(Path out, Path recordFile, Provenance record, boolean overwrite) {
        requireNoInput(out, record);
        if (!overwrite && Files.exists(out) && !isEmptyFolder(out)) {
            requireOwn(out, recordFile, record);
        }
        return new Claim(record);
    }

    private static void requireOwn(Path out, Path recordFile, Provenance record) {
        Provenance found;
        try {
            found = Provenance.read(recordFile)
                    .orElseThrow(() -> new InputException(out
                            + " exists and is not the work of '" + record.kind()
                            + "'; it is left as it is. Give another --out, or --overwrite."));
        } catch (IOException e) {
            throw new InputException(recordFile + " cannot be read: " + e, e);
        }
        if (!found.kind().equals(record.kind())) {
            throw new InputException(out + " is the work of '" + found.kind() + "', not of '" + record.kind()
                    + "'; it is left as it is. Give another --out, or --overwrite.");
        }
        List<String> differences = record.differences(found);
        if (!differences.isEmpty()) {
            throw new InputException(
                    out + " was made by '" + record.kind() + "' with other settings; it is left as it is:\n  "
                            + String.join("\n  ", differences) + "\nGive another --out, or --overwrite.");
        }
    }

    private static boolean isEmptyFolder(Path out) {
        if (!Files.isDirectory(out)) {
            return false;
        }
        try (var entries = Files.list(out)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new InputException(out + " cannot be looked into: " + e, e);
        }
    }

    void write(Path recordFile) throws IOException {
        record.join().write(recordFile);
    }
}
