package org.counterpoint.data.rows;

import java.util.function.Supplier;
import org.counterpoint.data.Origin;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One non-blank line, array element or table row. */
public sealed interface Row {
    Origin origin();

    /**
     * A row that is a JSON object.
     *
     * @param written the row as it stands in the file but for line breaks between its parts, so that it fits on a line
     * @param place where its bytes are; null where they cannot be read again, as in a compressed file
     */
    record Valid(
            Origin origin,
            ObjectNode json,
            Supplier<String> written,
            @Nullable RowPlace place) implements Row {}

    /**
     * A row that is none.
     *
     * @param reason one of {@link org.counterpoint.data.Reasons}
     * @param detail a sentence for a person
     */
    record Broken(Origin origin, String reason, String detail) implements Row {}
}
