package org.counterpoint.data.forms;

import java.io.Serializable;
import org.counterpoint.data.InputException;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Reasons;
import org.jspecify.annotations.Nullable;

/**
 * How many of a file's rows could be used.
 *
 * @param read non-blank rows, broken ones too
 * @param firstFault what was set aside first; null where nothing was
 */
public record RowAccount(long read, long used, @Nullable LedgerEntry firstFault) implements Serializable {
    /** Of no row. */
    public static final RowAccount NONE = new RowAccount(0, 0, null);

    /** Of this part of a file and of the part that comes after it. */
    public RowAccount plus(RowAccount later) {
        return new RowAccount(read + later.read, used + later.used, firstFault == null ? later.firstFault : firstFault);
    }

    /**
     * @param file the file's name
     * @throws InputException where no row had a prompt
     */
    public void requirePrompts(String file) {
        requireUsed(file, PromptReader.FORMS);
    }

    /**
     * @param file the file's name
     * @param forms the forms that could be read here, for a person
     * @throws InputException where no row could be used
     */
    void requireUsed(String file, String forms) {
        if (used > 0) {
            return;
        }
        if (read == 0) {
            throw new InputException(file + " holds no row; give a file with rows of " + forms + ".");
        }
        if (firstFault != null && firstFault.reason().equals(Reasons.TRUNCATED_FILE)) {
            throw new InputException(file + " ends too early: no row in it is whole; " + firstFault.origin() + ": "
                    + firstFault.detail() + ".\nGet the whole file.");
        }
        String first = firstFault == null
                ? "every answer in them is left out"
                : "the first fault: " + firstFault.origin() + ": " + firstFault.reason() + ": " + firstFault.detail();
        throw new InputException(file + ": none of its rows (" + read + ") can be used; " + first
                + ".\nRows that can be read here: " + forms + ".");
    }
}
