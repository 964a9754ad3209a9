package org.counterpoint.data.forms;

import java.util.List;
import java.util.Map;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** distilabel's {@code {instruction, generations: [text, …], ratings?: [number, …], generation_models?: [name, …]}}. */
record Generations() implements SeveralAnswers {
    private static final String LIST = "generations";

    @Override
    public String keys() {
        return "{instruction, generations}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return row.path(LIST).isArray();
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        Prompt prompt = Asked.anywhere(row);
        if (prompt == null) {
            throw new RowFault(
                    Reasons.MISSING_FIELD, "'instruction' is missing (there are: " + Fields.names(row) + ")");
        }
        return prompt;
    }

    @Override
    public List<Item> items(JsonNode row, FaultSink faults) throws RowFault {
        int size = row.path(LIST).size();
        JsonNode models = beside(row, size, "generation_models", "generation_model", "model_names", "models");
        JsonNode ratings = beside(row, size, "ratings", "rating", "scores");
        int[] number = {0};
        return SeveralAnswers.each(row, LIST, faults, (item, path) -> {
            int i = number[0]++;
            Double rating = ratings == null ? null : Numbers.of(ratings.get(i));
            return new Item(
                    path,
                    models == null ? null : Fields.asText(models.get(i), "the model of " + path),
                    0,
                    Fields.asText(item, path),
                    null,
                    rating == null ? Map.of() : Map.of("rating", rating),
                    null);
        });
    }

    /** The first of these lists that is there. */
    private static @Nullable JsonNode beside(JsonNode row, int size, String... names) throws RowFault {
        for (String name : names) {
            JsonNode list = row.path(name);
            if (list.isArray() && list.size() != size) {
                throw new RowFault(
                        Reasons.WRONG_TYPE, "'" + name + "' has " + list.size() + " elements, '" + LIST + "' " + size);
            }
            if (list.isArray()) {
                return list;
            }
        }
        return null;
    }
}
