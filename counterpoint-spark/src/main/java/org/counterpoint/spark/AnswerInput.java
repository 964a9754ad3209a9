package org.counterpoint.spark;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.counterpoint.data.InputException;
import org.counterpoint.data.forms.AnswerFile;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder of answers, on any file system that Hadoop knows.
 *
 * @param model the model that wrote all of them, which beats any name in the rows; null to take the rows' own
 * @param location a path of this machine, or a URI such as {@code hdfs://host/answers}
 */
public record AnswerInput(@Nullable String model, String location) {
    private static final Pattern URI = Pattern.compile("(?:[^=/]*=)?[A-Za-z][A-Za-z0-9+.-]*:/.*");

    /**
     * Reads {@code FILE} or {@code MODEL=FILE}.
     *
     * @throws InputException where there is no file name
     */
    public static AnswerInput parse(String argument) {
        if (!URI.matcher(argument).matches()) {
            AnswerFile file = AnswerFile.parse(argument);
            return new AnswerInput(file.model(), file.path().toString());
        }
        int equals = argument.indexOf('=');
        int colon = argument.indexOf(':');
        return equals > 0 && equals < colon
                ? new AnswerInput(argument.substring(0, equals), argument.substring(equals + 1))
                : new AnswerInput(null, argument);
    }

    /** Whether it is a path of this machine. */
    boolean local() {
        return isLocal(location);
    }

    static boolean isLocal(String location) {
        return !URI.matcher(location).matches();
    }

    /** As the local command names it. */
    AnswerFile file() {
        return new AnswerFile(model, Path.of(location));
    }

    @Override
    public String toString() {
        return model == null ? location : model + "=" + location;
    }
}
