package org.counterpoint.chat.openai;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.counterpoint.data.InputException;
import org.jspecify.annotations.Nullable;

/** A secret that opens a server. It leaves this class only in the header of a request. */
public final class ApiKey {

    /** A shorter one, such as {@code EMPTY} for a server without keys, may stand in an honest answer. */
    private static final int SHORTEST_SECRET = 16;

    private static final String PLACEHOLDER = "[api key]";

    private final String secret;

    private ApiKey(String secret) {
        this.secret = secret;
    }

    /** @throws InputException where the variable is not set or holds what no header may */
    public static ApiKey fromEnvironment(String variable) {
        return fromEnvironment(variable, System::getenv);
    }

    static ApiKey fromEnvironment(String variable, UnaryOperator<@Nullable String> environment) {
        // Whoever gives the key itself in place of its variable's name must not find it in a log.
        if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new InputException("the API key is given by the NAME of an environment variable, such as"
                    + " OPENAI_API_KEY; what was given is no name");
        }
        String shown = variable.matches("[A-Z0-9_]+") ? " " + variable : " that was named";
        String value = environment.apply(variable);
        if (value == null || value.isEmpty()) {
            throw new InputException("the environment variable" + shown + (value == null ? " is not set" : " is empty")
                    + "; export it, or name a file that holds the key");
        }
        return of(value, "the environment variable" + shown);
    }

    /** @throws InputException where the file cannot be read or holds what no header may */
    public static ApiKey fromFile(Path file) {
        try {
            return of(Files.readString(file).strip(), file.toString());
        } catch (CharacterCodingException e) {
            throw new InputException(file + " holds no text, and so no API key", e);
        } catch (IOException e) {
            throw new InputException("the API key's file " + file + " cannot be read: "
                    + e.getClass().getSimpleName());
        }
    }

    private static ApiKey of(String value, String source) {
        if (value.isEmpty()) {
            throw new InputException(source + " holds no API key: it is empty");
        }
        if (!value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new InputException(
                    source + " holds no API key: there are spaces, line breaks or other characters in it"
                            + " that a header cannot carry");
        }
        return new ApiKey(value);
    }

    /** The value of the {@code Authorization} header. */
    String header() {
        return "Bearer " + secret;
    }

    /** A server's words about a request, without the key. */
    String redact(String words) {
        return words.replace(secret, PLACEHOLDER);
    }

    /** An answer's text, without the key where it is one that nobody writes by chance. */
    String redactAnswer(String text) {
        return secret.length() >= SHORTEST_SECRET ? redact(text) : text;
    }

    @Override
    public String toString() {
        return PLACEHOLDER;
    }
}
