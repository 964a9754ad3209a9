package org.counterpoint.recipe.stage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.chat.ask.Budget;
import org.counterpoint.chat.ask.Limits;
import org.counterpoint.chat.openai.ApiKey;
import org.counterpoint.chat.openai.Endpoint;
import org.counterpoint.data.InputException;
import org.counterpoint.recipe.yaml.Faults;
import org.jspecify.annotations.Nullable;

/** What every stage that asks a server says of it: where it is, how hard it may be pressed, what may be spent. */
final class ServerFields {
    static final String ENDPOINT = "endpoint";
    static final String MODEL = "model";
    static final String CONCURRENCY = "concurrency";

    private static final String KEY_ENV = "api_key_env";
    private static final String KEY_FILE = "api_key_file";
    private static final String REQUESTS = "requests_per_minute";
    private static final String BUDGET_TOKENS = "budget_tokens";
    private static final String BUDGET = "budget";

    /** Tokens a second that a server is guessed to write of one answer. */
    private static final double TOKENS_A_SECOND = 40;

    private ServerFields() {}

    private static List<Field> incidentalFields() {
        double any = Double.POSITIVE_INFINITY;
        return List.of(
                Field.text(KEY_ENV, "the NAME of the environment variable that holds the key"),
                Field.text(KEY_FILE, "a file that holds the key, in place of it"),
                Field.whole(CONCURRENCY, 1, 8, "questions on their way at once"),
                Field.whole(REQUESTS, 0, 0, "spread evenly; 0: no limit"),
                Field.whole("tokens_per_minute", 0, 0, "of questions and answers; 0: no limit"),
                Field.real("timeout", 0.001, any, 300.0, "seconds from a question to its answer's last byte"),
                Field.whole("retries", 0, 5, "tries after the first, for what may pass"),
                Field.real("patience", 0, any, 60.0, "seconds that a server may stay down before asking ends"),
                Field.whole(
                        BUDGET_TOKENS, 0, 0, "ends before more tokens are spent, earlier runs included; 0: no limit"),
                Field.real(BUDGET, 0, any, 0.0, "the same in money; needs prices; 0: no limit"),
                new Field(
                        PriceFields.PRICES, new Field.Prices(), false, null, "MODEL: {in: 0.15, out: 0.6}, or a file"),
                Field.real(PriceFields.IN, 0, any, null, "of a million tokens asked, in place of prices"),
                Field.real(PriceFields.OUT, 0, any, null, "of a million tokens answered"));
    }

    /** @param needed whether the stage has nobody else to ask */
    static List<Field> all(boolean needed) {
        Field.Type text = Field.text("", "").type();
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(ENDPOINT, text, needed, null, "the API's URL; /chat/completions is added"));
        fields.add(new Field(MODEL, text, needed, null, "the name by which the server knows the model"));
        fields.addAll(incidentalFields());
        return fields;
    }

    /** How fast and for how much is asked makes no other answers; nor does where the key is. */
    static Set<String> incidental() {
        return incidentalFields().stream().map(Field::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Checks what only makes sense together; prices come down to the model's own. */
    static void complete(Given given, Map<String, @Nullable Object> values, Faults faults) {
        if (values.get(ENDPOINT) instanceof String url) {
            check(given, ENDPOINT, faults, () -> Endpoint.of(url, "any", null, Duration.ofSeconds(1)));
        }
        if (values.get(KEY_ENV) != null && values.get(KEY_FILE) != null) {
            faults.add(given.placeOf(KEY_FILE), KEY_ENV + " and " + KEY_FILE + " both name a key; give one of them");
        }
        if (values.get(KEY_FILE) instanceof String name) {
            Path file = given.placeOf(KEY_FILE)
                    .folder()
                    .resolve(name)
                    .toAbsolutePath()
                    .normalize();
            values.put(KEY_FILE, file.toString());
            if (!Files.isRegularFile(file)) {
                faults.add(given.placeOf(KEY_FILE), "there is no file " + file + " to hold a key");
            }
        }
        int before = faults.count();
        PriceFields.resolve(given, values, faults);
        if (faults.count() == before && values.get(BUDGET) instanceof Double) {
            check(given, BUDGET, faults, () -> budget(values));
        }
    }

    private static void check(Given given, String field, Faults faults, Runnable sound) {
        try {
            sound.run();
        } catch (InputException e) {
            faults.add(given.placeOf(field), given.stage() + ": " + e.getMessage());
        }
    }

    /** @throws InputException where the key is not there */
    static void ready(Map<String, @Nullable Object> settings) {
        key(settings);
    }

    private static @Nullable ApiKey key(Map<String, @Nullable Object> settings) {
        if (settings.get(KEY_ENV) instanceof String variable) {
            return ApiKey.fromEnvironment(variable);
        }
        return settings.get(KEY_FILE) instanceof String file ? ApiKey.fromFile(Path.of(file)) : null;
    }

    static Endpoint endpoint(StageRun run) {
        return Endpoint.of(run.text(ENDPOINT), run.text(MODEL), key(run.settings()), seconds(run.real("timeout")));
    }

    static Limits limits(StageRun run) {
        return new Limits(
                (int) run.whole(CONCURRENCY),
                (int) run.whole("retries"),
                run.whole(REQUESTS),
                run.whole("tokens_per_minute"),
                seconds(run.real("patience")));
    }

    static Budget budget(Map<String, @Nullable Object> settings) {
        return new Budget(
                settings.get(BUDGET_TOKENS) instanceof Long tokens ? tokens : 0,
                settings.get(BUDGET) instanceof Double money ? money : 0,
                PriceFields.price(settings, PriceFields.IN),
                PriceFields.price(settings, PriceFields.OUT));
    }

    /** As if every answer were as long as it may be. */
    static Forecast forecast(Expected expected, Map<String, Size> outputs, long questions, long asked, long answered) {
        double atOnce = Math.min(Math.max(1, questions), expected.whole(CONCURRENCY, 1));
        double writing = answered / TOKENS_A_SECOND / atOnce;
        long aMinute = expected.whole(REQUESTS, 0);
        double waiting = aMinute == 0 ? 0 : 60.0 * questions / aMinute;
        return Forecast.asked(
                outputs,
                asked + answered,
                Math.max(writing, waiting),
                PriceFields.cost(expected.settings(), asked, answered));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
    }
}
