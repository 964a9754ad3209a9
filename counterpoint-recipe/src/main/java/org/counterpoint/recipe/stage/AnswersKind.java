package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.data.rows.DataPlace;
import org.counterpoint.settings.Values;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answer files that the user has; the artifact is a list of them, so that nothing is copied. */
public record AnswersKind() implements StageKind<SchemaForm.Nothing> {
    private static final String FILES = "files";
    private static final double ROWS_A_SECOND = 300_000; // only hashed

    private static final StageForm<SchemaForm.Nothing> FORM = SchemaForm.ofInputs(
            Field.input(FILES, Field.Arity.SEVERAL, "answer files: a list, or MODEL: FILE by name", Content.ANSWERS));

    @Override
    public String name() {
        return "answers";
    }

    @Override
    public String meaning() {
        return "answer files of several models, by the models' names";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public StageForm<SchemaForm.Nothing> form() {
        return FORM;
    }

    @Override
    public Map<String, Output> outputs() {
        return Map.of("answers", new Output(Content.ANSWERS, AnswerIndex.NAME));
    }

    @Override
    public Set<String> models(Values settings, Map<String, List<Supply>> inputs) {
        return AnswerModels.of(inputs.getOrDefault(FILES, List.of()));
    }

    @Override
    public Forecast forecast(Expected<SchemaForm.Nothing> expected) {
        Size files = expected.input(FILES);
        return Forecast.rows(Map.of("answers", files), files.rows(), ROWS_A_SECOND);
    }

    @Override
    public void run(StageRun<SchemaForm.Nothing> run) throws IOException {
        ObjectNode index = JsonMapper.shared().createObjectNode();
        ArrayNode files = index.putArray(FILES);
        for (InputFile file : run.inputs(FILES)) {
            DataPlace place = new DataPlace(file.path());
            files.addObject()
                    .put("model", file.name())
                    .put("path", file.path().toString())
                    .put("sha256", place.hash())
                    .put("bytes", place.bytes());
        }
        Files.writeString(
                run.folder().resolve(AnswerIndex.NAME),
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(index) + "\n");
    }
}
