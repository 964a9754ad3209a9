package org.counterpoint.data.forms;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.counterpoint.data.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A file of answers.
 *
 * @param model the model that wrote all of them, which beats any name in the file; null to take the rows' own
 */
public record AnswerFile(@Nullable String model, Path path) {

    /**
     * Reads {@code FILE} or {@code MODEL=FILE}; what exists as a file is one, whatever its name.
     *
     * @throws InputException where there is no file name
     */
    public static AnswerFile parse(String argument) {
        int equals = argument.indexOf('=');
        if (argument.isEmpty() || equals == 0 || equals == argument.length() - 1) {
            throw new InputException("\"" + argument + "\" is not FILE or MODEL=FILE.");
        }
        if (equals < 0 || Files.exists(path(argument))) {
            return new AnswerFile(null, path(argument));
        }
        return new AnswerFile(argument.substring(0, equals), path(argument.substring(equals + 1)));
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new InputException("\"" + name + "\" is no file name: " + e.getReason() + ".", e);
        }
    }

    @Override
    public String toString() {
        return model == null ? path.toString() : model + "=" + path;
    }
}
