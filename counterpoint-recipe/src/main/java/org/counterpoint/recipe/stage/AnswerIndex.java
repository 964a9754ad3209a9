package org.counterpoint.recipe.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.data.forms.AnswerFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list of answer files that an answers stage leaves. */
public final class AnswerIndex {
    static final String NAME = "answers.json";

    private AnswerIndex() {}

    /** Whether an output is a list of files with their models' names, and no file of answers itself. */
    public static boolean isList(Output output) {
        return output.path().equals(NAME);
    }

    /** The answer files that an input stands for: those of a list, or itself. */
    public static List<AnswerFile> files(InputFile input) throws IOException {
        boolean list = input.stage() != null
                && String.valueOf(input.path().getFileName()).equals(NAME);
        if (!list) {
            return List.of(new AnswerFile(input.name(), input.path()));
        }
        List<AnswerFile> files = new ArrayList<>();
        try {
            for (JsonNode file :
                    JsonMapper.shared().readTree(Files.readString(input.path())).path("files")) {
                @Nullable
                String model =
                        file.path("model").isString() ? file.path("model").stringValue() : null;
                Path path = Path.of(file.path("path").stringValue());
                files.add(new AnswerFile(
                        model,
                        path.isAbsolute()
                                ? path
                                : input.path().resolveSibling(path).normalize()));
            }
        } catch (JacksonException e) {
            throw new InputException(
                    input.path() + " is not the list of an answers stage: " + e.getOriginalMessage(), e);
        }
        return files;
    }
}
