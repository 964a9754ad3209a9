package org.counterpoint.chat.openai;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import org.counterpoint.data.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is to be found.
 *
 * @param url of the API, such as {@code https://api.example.com/v1}; {@code /chat/completions} is added
 * @param model the name by which the server knows it
 * @param key null where the server wants none
 * @param timeout from sending a question to the last byte of its answer
 * @param limitName what the server calls the longest answer in tokens; where it asks for another name, that is used
 */
public record Endpoint(URI url, String model, @Nullable ApiKey key, Duration timeout, String limitName) {

    /** The name that most servers know; OpenAI's newer models ask for {@code max_completion_tokens}. */
    public static final String LIMIT_NAME = "max_tokens";

    private static final String PATH = "/chat/completions";

    /** @throws InputException where the URL is none, or the model has no name */
    public static Endpoint of(String url, String model, @Nullable ApiKey key, Duration timeout) {
        if (model.isBlank()) {
            throw new InputException("the model has no name; give the one by which the server knows it");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new InputException("a timeout of " + timeout.toSeconds() + " s leaves no time for an answer");
        }
        return new Endpoint(parse(url), model, key, timeout, LIMIT_NAME);
    }

    /** @throws InputException where it is no name of a field */
    public Endpoint withLimitName(String name) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,63}")) {
            throw new InputException("'" + name + "' is no name of a limit; it is " + LIMIT_NAME
                    + " or max_completion_tokens, or what else the server calls it");
        }
        return new Endpoint(url, model, key, timeout, name);
    }

    private static URI parse(String url) {
        try {
            URI uri = new URI(url.strip());
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getRawUserInfo() != null) {
                throw new InputException("the endpoint holds a user or a password, which would be seen in logs; give"
                        + " the key by an environment variable or a file");
            }
            if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
                throw new InputException("'" + url + "' is no endpoint; give a URL such as http://localhost:8000/v1");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new InputException("'" + url + "' is no URL: " + e.getReason());
        }
    }

    /** Where questions are posted. */
    URI completions() {
        String path = withoutSlash(url.getRawPath() == null ? "" : url.getRawPath());
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(server() + (path.endsWith(PATH) ? path : path + PATH) + query);
    }

    /** The URL as it may be shown and recorded: a query may hold secrets, so it is left out. */
    public String shown() {
        return server() + withoutSlash(url.getRawPath() == null ? "" : url.getRawPath());
    }

    private String server() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    private static String withoutSlash(String path) {
        return path.replaceFirst("/+$", "");
    }
}
