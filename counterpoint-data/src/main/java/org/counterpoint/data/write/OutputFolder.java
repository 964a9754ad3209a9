package org.counterpoint.data.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.store.Provenance;
import org.counterpoint.store.WholeFile;

/**
 * An output folder that appears whole, by renaming. Where the folder is there already (empty, the same command's own
 * work, or to be overwritten) its files are replaced one by one and others in it stay.
 */
public final class OutputFolder implements Closeable {
    /** The file of what was not used. */
    private static final String LEDGER = "ledger.jsonl";

    private final Path out;
    private final Claim claim;
    private final Staging staging;

    private OutputFolder(Path out, Claim claim, Staging staging) {
        this.out = out;
        this.claim = claim;
        this.staging = staging;
    }

    /** @throws InputException where {@code out} holds something that is not this command's own */
    public static OutputFolder claim(Path out, Provenance record, boolean overwrite) {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new InputException(out + " is a file, but the output is a folder. Give another --out.");
        }
        Claim claim = Claim.of(out, Provenance.in(out), record, overwrite);
        return new OutputFolder(out, claim, Staging.beside(out));
    }

    /** Where the files are to be written until {@link #commit}. */
    public Path staging() {
        return staging.folder();
    }

    /**
     * Lets the output appear.
     *
     * @throws InputException where one of its files would replace what the command has read
     */
    public void commit() {
        try {
            claim.write(Provenance.in(staging.folder()));
            staging.seal();
            if (Files.exists(out)) {
                moveFiles();
            } else {
                Files.move(staging.folder(), out, StandardCopyOption.ATOMIC_MOVE);
            }
            Path parent = out.toAbsolutePath().getParent();
            if (parent != null) {
                WholeFile.sync(parent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(out + " cannot be written: " + IoWords.of(e), e);
        }
    }

    /**
     * Keeps the ledger of work that failed, beside the output that there will not be, so that nobody has to guess what was
     * set aside.
     *
     * @return the failure, to be thrown: with the ledger's name, where something is in it
     */
    public InputException withLedger(InputException failure) {
        return LedgerFile.kept(staging.folder().resolve(LEDGER), LedgerFile.beside(out), failure);
    }

    private void moveFiles() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(staging.folder())) {
            files = list.sorted().toList();
        }
        files.forEach(file -> claim.requireNoInput(out.resolve(String.valueOf(file.getFileName()))));
        for (Path file : files) {
            Files.move(
                    file,
                    out.resolve(String.valueOf(file.getFileName())),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        WholeFile.sync(out);
    }

    /** Removes what was not committed. */
    @Override
    public void close() {
        try {
            staging.close();
        } catch (IOException e) {
            throw new UncheckedIOException("what was left beside " + out + " cannot be removed: " + IoWords.of(e), e);
        }
    }
}
