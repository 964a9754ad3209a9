package org.counterpoint.data.forms;

/** Why a row (or an answer in it) is set aside. Thrown and caught within the reading of one row. */
public final class RowFault extends Exception {
    private final String reason;

    /**
     * @param reason one of {@link org.counterpoint.data.Reasons}
     * @param detail a sentence for a person, with the JSON path
     */
    public RowFault(String reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
