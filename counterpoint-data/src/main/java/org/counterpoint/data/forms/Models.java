package org.counterpoint.data.forms;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The name of the model that wrote an answer. */
final class Models {
    /** Stands for the name where a form has none. */
    static final String UNNAMED = "unnamed";

    private Models() {}

    /** What the row says, under our own name for it or AlpacaEval's; null where it says nothing. */
    static @Nullable String of(JsonNode row) throws RowFault {
        String model = Fields.optionalText(row, "", "model");
        return model == null ? Fields.optionalText(row, "", "generator") : model;
    }
}
