package org.counterpoint.app.command;

import org.counterpoint.app.ExitCode;
import org.counterpoint.console.Console;

/** A file that was cut short: what came before the cut is used, and the work counts as done in part. */
final class Truncation {

    private Truncation() {}

    static int exitCode(Console console, boolean truncated) {
        if (!truncated) {
            return ExitCode.DONE;
        }
        console.note("a file ended too early: only the rows before the cut were used (truncated_file in the"
                + " ledger); get the whole file and run again with --overwrite");
        return ExitCode.FAILED;
    }
}
