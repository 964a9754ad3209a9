package org.counterpoint.data.write;

import java.io.Closeable;
import java.nio.file.Path;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;

/** A ledger as a JSON Lines file. */
public final class LedgerFile implements Ledger, Closeable {
    private final JsonLines lines;

    public LedgerFile(Path file) {
        this.lines = new JsonLines(file);
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
