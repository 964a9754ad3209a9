package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Role;
import org.counterpoint.data.rows.Row;
import tools.jackson.databind.JsonNode;

/**
 * Answers of MT-Bench and Arena-Hard, {@code {question_id, model_id, choices: [{index, turns: [text, …]}]}}. The questions
 * are in a file of their own; the answer to a later turn has the turns before it, its model's own, as its prompt.
 */
record BenchAnswers() implements OneAnswer {
    @Override
    public String keys() {
        return "{question_id, model_id, choices}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return row.path("choices").path(0).has("turns");
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        throw alone();
    }

    @Override
    public String text(JsonNode row) throws RowFault {
        throw alone();
    }

    private static RowFault alone() {
        return new RowFault(
                Reasons.MISSING_FIELD,
                "the row names a question without its words; 'pairs' and 'judge' find them in " + BenchQuestions.FILE);
    }

    @Override
    public List<Answer> answers(Row.Valid row, AnswerContext context, Consumer<RowFault> faults) throws RowFault {
        JsonNode json = row.json();
        List<String> questions = context.questions().turns(row.origin().file(), BenchQuestions.id(json));
        if (questions.isEmpty()) {
            throw new RowFault(
                    Reasons.MISSING_FIELD,
                    "question " + BenchQuestions.id(json) + " is in no " + BenchQuestions.FILE
                            + "; put that file beside the answers, or in the folder above");
        }
        String named = Fields.optionalText(json, "", "model_id");
        String model = context.model() != null ? context.model() : named == null ? Fields.model(json) : named;
        if (model == null) {
            throw new RowFault(Reasons.UNKNOWN_MODEL, "'model_id' names no model; give MODEL=FILE");
        }
        List<Answer> answers = new ArrayList<>();
        int sample = 0;
        for (JsonNode choice : json.path("choices")) {
            List<Message> asked = new ArrayList<>();
            JsonNode turns = choice.path("turns");
            if (turns.size() > questions.size()) {
                throw new RowFault(
                        Reasons.WRONG_TYPE,
                        "'choices[" + sample + "].turns' has " + turns.size() + " answers to " + questions.size()
                                + " questions");
            }
            for (int i = 0; i < turns.size(); i++) {
                String path = "choices[" + sample + "].turns[" + i + "]";
                JsonNode turn = turns.get(i);
                String text = turn.isObject() ? Fields.text(turn, path + ".", "content") : Fields.asText(turn, path);
                asked.add(new Message(Role.USER, questions.get(i)));
                answers.add(new Answer(
                        null, new Prompt.Chat(asked), model, sample, text, null, Map.of(), null, row.origin()));
                asked.add(new Message(Role.ASSISTANT, text));
            }
            sample++;
        }
        return answers;
    }
}
