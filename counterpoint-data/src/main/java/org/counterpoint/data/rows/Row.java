package org.counterpoint.data.rows;

import org.counterpoint.data.Origin;
import tools.jackson.databind.node.ObjectNode;

/** One non-blank line, array element or table row. */
public sealed interface Row {
    Origin origin();

    /**
     * A row that is a JSON object.
     *
     * @param text the row as it stands in the file but for line breaks between its parts, so that it fits on a line
     */
    record Valid(Origin origin, ObjectNode json, String text) implements Row {}

    /**
     * A row that is none.
     *
     * @param reason one of {@link org.counterpoint.data.Reasons}
     * @param detail a sentence for a person
     */
    record Broken(Origin origin, String reason, String detail) implements Row {}
}
