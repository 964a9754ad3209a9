package org.counterpoint.data.forms;

import java.util.List;
import java.util.function.Consumer;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Texts;
import org.counterpoint.data.rows.Row;
import tools.jackson.databind.JsonNode;

/** Rows of a prompt with one model's answer: for pairs with others, and to learn. */
non-sealed interface OneAnswer extends RowForm {
    /** Stands for the model's name where a row has none and none is needed. */
    String UNNAMED = "unnamed";

    String text(JsonNode row) throws RowFault;

    @Override
    default List<Answer> answers(Row.Valid row, AnswerContext context, Consumer<RowFault> faults) throws RowFault {
        JsonNode json = row.json();
        Prompt prompt = prompt(json);
        String text = text(json);
        String model = context.model() == null ? Fields.model(json) : context.model();
        if (model == null) {
            throw new RowFault(
                    Reasons.UNKNOWN_MODEL, "neither 'model' nor 'generator' names the model; give MODEL=FILE");
        }
        return List.of(new Answer(
                Fields.id(json),
                prompt,
                model,
                Fields.sample(json, ""),
                text,
                Fields.optionalText(json, "", "finish"),
                Numbers.ratings(json),
                Numbers.of(json.get("rank")),
                row.origin()));
    }

    /** The row as a group of one response, to learn it. */
    default ResponseGroup group(JsonNode row, Origin origin) throws RowFault {
        Prompt prompt = prompt(row);
        String text = text(row);
        if (Texts.isEmpty(text)) {
            throw new RowFault(Reasons.EMPTY_ANSWER, "the answer is nothing but whitespace");
        }
        String model = Fields.model(row);
        String id = Fields.id(row);
        Response response =
                new Response(model == null ? UNNAMED : model, text, 0, Fields.optionalText(row, "", "finish"), origin);
        return new ResponseGroup(id == null ? PromptIds.of(prompt) : id, prompt, List.of(response), List.of(), origin);
    }
}
