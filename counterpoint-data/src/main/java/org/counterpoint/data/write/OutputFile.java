package org.counterpoint.data.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.store.Provenance;
import org.counterpoint.store.WholeFile;

/** An output file that appears whole, by renaming; its command's record lies hidden beside it. */
public final class OutputFile implements Closeable {
    private final Path out;
    private final Claim claim;
    private final Staging staging;

    private OutputFile(Path out, Claim claim, Staging staging) {
        this.out = out;
        this.claim = claim;
        this.staging = staging;
    }

    /** @throws InputException where {@code out} is not this command's own */
    public static OutputFile claim(Path out, Provenance record, boolean overwrite) {
        if (Files.isDirectory(out)) {
            throw new InputException(out + " is a folder, but the output is a file. Give another --out.");
        }
        Claim claim = Claim.of(out, Provenance.beside(out), record, overwrite);
        return new OutputFile(out, claim, Staging.beside(out));
    }

    /** Where the file is to be written until {@link #commit}. */
    public Path staging() {
        return staging.folder().resolve(String.valueOf(out.getFileName()));
    }

    /** Lets the output appear. */
    public void commit() {
        try {
            Path newRecord = Provenance.beside(staging());
            claim.write(newRecord);
            staging.seal();
            move(newRecord, Provenance.beside(out));
            move(staging(), out);
            Path parent = out.toAbsolutePath().getParent();
            if (parent != null) {
                WholeFile.sync(parent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(out + " cannot be written: " + IoWords.of(e), e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
