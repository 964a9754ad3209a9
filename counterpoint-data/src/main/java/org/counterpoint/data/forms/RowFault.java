package org.counterpoint.data.forms;

/** Why a row (or an answer in it) is set aside. Thrown and caught within the reading of one row. */
final class RowFault extends Exception {
    private final String reason;

    /**
     * @param reason one of {@link org.counterpoint.data.Reasons}
     * @param detail a sentence for a person, with the JSON path
     */
    RowFault(String reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
