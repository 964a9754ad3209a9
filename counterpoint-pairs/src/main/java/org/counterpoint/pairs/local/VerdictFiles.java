package org.counterpoint.pairs.local;

import java.nio.file.Path;
import java.util.List;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Verdict;
import org.counterpoint.data.forms.VerdictReader;
import org.counterpoint.pairs.core.verdict.VerdictTable;

/** The verdicts of annotation files of this machine. */
public final class VerdictFiles {
    private VerdictFiles() {}

    /**
     * Reads them.
     *
     * @param ledger takes rows without a verdict, and verdicts on other texts than an earlier one of the same models
     * @throws org.counterpoint.data.InputException where a file as a whole cannot be used
     */
    public static VerdictTable read(List<Path> files, Ledger ledger, Progress progress) {
        VerdictTable table = new VerdictTable();
        for (Path file : files) {
            try (VerdictReader reader = new VerdictReader(file, ledger, progress)) {
                for (Verdict verdict = reader.next(); verdict != null; verdict = reader.next()) {
                    table.add(verdict, ledger);
                }
            }
        }
        return table;
    }
}
