package org.counterpoint.chat.openai;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.counterpoint.chat.ask.Budget;
import org.counterpoint.chat.ask.Limits;
import org.counterpoint.data.InputException;
import org.counterpoint.settings.Range;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;
import org.counterpoint.settings.Values;
import org.jspecify.annotations.Nullable;

/**
 * What everyone who asks a server says of it: where it is, how hard it may be pressed, what may be spent.
 *
 * @param url of the API; null where no server is named
 * @param model the name by which the server knows the model; null where it is not said
 * @param keyVariable the environment variable that holds the key; null for none
 * @param keyFile the file that holds it, in its place; null for none
 * @param timeout from sending a question to the last byte of its answer
 * @param limitName what the server calls the longest answer in tokens
 */
public record ServerChoices(
        @Nullable String url,
        @Nullable String model,
        @Nullable String keyVariable,
        @Nullable Path keyFile,
        Duration timeout,
        String limitName,
        Limits limits,
        Budget budget) {
    public static final String ENDPOINT = "endpoint";
    public static final String MODEL = "model";
    public static final String KEY_VARIABLE = "api_key_env";
    public static final String KEY_FILE = "api_key_file";
    public static final String CONCURRENCY = "concurrency";
    public static final String REQUESTS_PER_MINUTE = "requests_per_minute";
    public static final String BUDGET_TOKENS = "budget_tokens";
    public static final String PRICE_IN = "price_in";
    public static final String PRICE_OUT = "price_out";

    private static final String TOKENS_PER_MINUTE = "tokens_per_minute";
    private static final String TIMEOUT = "timeout";
    private static final String RETRIES = "retries";
    private static final String PATIENCE = "patience";
    private static final String BUDGET = "budget";
    private static final String LIMIT_NAME = "max_tokens_name";
    private static final double MILLIS = 1000;

    /** The settings by name. */
    public static final Schema<ServerChoices> SCHEMA =
            new Schema<>(settings(), ServerChoices::of).with(ServerChoices::check);

    private static List<Setting> settings() {
        Limits limits = Limits.STANDARD;
        SettingType whole = new SettingType.Whole(0, Long.MAX_VALUE);
        return List.of(
                Setting.text(
                                ENDPOINT,
                                null,
                                "the API's URL, such as http://localhost:8000/v1; /chat/completions is added")
                        .labelled("URL"),
                Setting.text(MODEL, null, "the name by which the server knows the model")
                        .labelled("NAME"),
                Setting.text(KEY_VARIABLE, null, "the NAME of the environment variable that holds the key")
                        .labelled("VAR"),
                Setting.text(KEY_FILE, null, "a file that holds the key, in place of it")
                        .labelled("FILE"),
                new Setting(
                        CONCURRENCY,
                        new SettingType.Whole(1, Limits.MOST_AT_ONCE),
                        (long) limits.concurrency(),
                        "questions on their way at once"),
                new Setting(REQUESTS_PER_MINUTE, whole, 0L, "spread evenly; 0: no limit"),
                new Setting(TOKENS_PER_MINUTE, whole, 0L, "of questions and answers; 0: no limit"),
                Setting.real(TIMEOUT, Range.atLeast(0.001), 300.0, "seconds from a question to its answer's last byte")
                        .labelled("SECONDS"),
                Setting.whole(
                        RETRIES,
                        0,
                        (long) limits.retries(),
                        "tries after the first, for what may pass: 429, 5xx, broken connections"),
                Setting.real(
                                PATIENCE,
                                Range.atLeast(0),
                                limits.patience().toMillis() / MILLIS,
                                "seconds that a server may stay down before asking ends")
                        .labelled("SECONDS"),
                new Setting(
                        BUDGET_TOKENS,
                        whole,
                        0L,
                        "ends before more tokens than these are spent, earlier runs included; 0: no limit"),
                Setting.real(BUDGET, Range.atLeast(0), 0.0, "the same in money; needs prices; 0: no limit")
                        .labelled("MONEY"),
                Setting.real(PRICE_IN, Range.atLeast(0), null, "of a million tokens asked, in place of prices")
                        .labelled("MONEY"),
                Setting.real(PRICE_OUT, Range.atLeast(0), null, "of a million tokens answered")
                        .labelled("MONEY"),
                Setting.text(
                                LIMIT_NAME,
                                Endpoint.LIMIT_NAME,
                                "what the server calls the longest answer; where it asks for another name, such as"
                                        + " max_completion_tokens, it gets that")
                        .labelled("NAME"));
    }

    private static void check(Values given, BiConsumer<String, String> faults) {
        if (given.has(KEY_VARIABLE) && given.has(KEY_FILE)) {
            faults.accept(KEY_FILE, KEY_VARIABLE + " and " + KEY_FILE + " both name a key; give one of them");
        }
        Endpoint any = Endpoint.of("http://localhost", "any", null, Duration.ofSeconds(1));
        if (given.has(ENDPOINT)) {
            sound(ENDPOINT, faults, () -> Endpoint.of(given.text(ENDPOINT), "any", null, Duration.ofSeconds(1)));
        }
        if (given.has(LIMIT_NAME)) {
            sound(LIMIT_NAME, faults, () -> any.withLimitName(given.text(LIMIT_NAME)));
        }
        sound(given.has(BUDGET) ? BUDGET : PRICE_IN, faults, () -> budget(given));
    }

    private static void sound(String name, BiConsumer<String, String> faults, Runnable made) {
        try {
            made.run();
        } catch (InputException e) {
            faults.accept(name, String.valueOf(e.getMessage()));
        }
    }

    private static ServerChoices of(Values values) {
        String file = values.optionalText(KEY_FILE);
        return new ServerChoices(
                values.optionalText(ENDPOINT),
                values.optionalText(MODEL),
                values.optionalText(KEY_VARIABLE),
                file == null ? null : Path.of(file),
                seconds(values.real(TIMEOUT)),
                values.text(LIMIT_NAME),
                new Limits(
                        values.integer(CONCURRENCY),
                        values.integer(RETRIES),
                        values.whole(REQUESTS_PER_MINUTE),
                        values.whole(TOKENS_PER_MINUTE),
                        seconds(values.real(PATIENCE))),
                budget(values));
    }

    private static Budget budget(Values values) {
        return new Budget(
                values.has(BUDGET_TOKENS) ? values.whole(BUDGET_TOKENS) : 0,
                values.has(BUDGET) ? values.real(BUDGET) : 0,
                values.has(PRICE_IN) ? values.real(PRICE_IN) : Double.NaN,
                values.has(PRICE_OUT) ? values.real(PRICE_OUT) : Double.NaN);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * MILLIS));
    }

    /**
     * Whom to ask, with the key.
     *
     * @throws InputException where nobody is named, or the key is not there
     */
    public Endpoint endpoint() {
        if (url == null || model == null) {
            throw new InputException("nobody is named to ask; give " + ENDPOINT + " and " + MODEL);
        }
        return Endpoint.of(url, model, key(), timeout).withLimitName(limitName);
    }

    /** @throws InputException where the key is not there */
    public @Nullable ApiKey key() {
        if (keyVariable != null) {
            return ApiKey.fromEnvironment(keyVariable);
        }
        return keyFile == null ? null : ApiKey.fromFile(keyFile);
    }
}
