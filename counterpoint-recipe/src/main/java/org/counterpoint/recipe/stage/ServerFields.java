package org.counterpoint.recipe.stage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.chat.openai.ServerChoices;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.settings.Schema;
import org.jspecify.annotations.Nullable;

/** What stages that ask a server have beside its settings: a table of prices, paths that count from the recipe. */
final class ServerFields {
    private static final Set<String> WHOM = Set.of(ServerChoices.ENDPOINT, ServerChoices.MODEL);

    /** Tokens a second that a server is guessed to write of one answer. */
    private static final double TOKENS_A_SECOND = 40;

    private ServerFields() {}

    /**
     * All settings of a job that asks a server, some of them inputs of the same name, and prices.
     *
     * @param needed whether the stage has nobody else to ask
     */
    static List<Field> of(Schema<?> schema, boolean needed, Field... inputs) {
        List<Field> fields = new ArrayList<>();
        for (Field field : Field.complete(schema, inputs)) {
            boolean must = needed && WHOM.contains(field.name());
            fields.add(new Field(
                    field.name(), field.type(), must || field.required(), field.defaultValue(), field.meaning()));
        }
        fields.add(new Field(
                PriceFields.PRICES, new Field.Prices(), false, null, "MODEL: {in: 0.15, out: 0.6}, or a file"));
        return List.copyOf(fields);
    }

    /** How fast and for how much is asked makes no other answers; nor does where the key is. */
    static Set<String> incidental() {
        Set<String> names = ServerChoices.SCHEMA.settings().keySet().stream()
                .filter(name -> !WHOM.contains(name))
                .collect(Collectors.toSet());
        names.add(PriceFields.PRICES);
        return Set.copyOf(names);
    }

    /** Reads and checks a stage's values; prices come down to the model's own. */
    static Map<String, @Nullable Object> read(List<Field> fields, Given given, Schema<?> schema, YamlFaults faults) {
        Map<String, @Nullable Object> values = FieldReader.read(fields, given, faults);
        if (values.get(ServerChoices.KEY_FILE) instanceof String name) {
            Path file = given.placeOf(ServerChoices.KEY_FILE)
                    .folder()
                    .resolve(name)
                    .toAbsolutePath()
                    .normalize();
            values.put(ServerChoices.KEY_FILE, file.toString());
            if (!Files.isRegularFile(file)) {
                faults.add(given.placeOf(ServerChoices.KEY_FILE), "there is no file " + file + " to hold a key");
            }
        }
        PriceFields.resolve(given, values, faults);
        FieldReader.check(fields, values, given, schema, faults);
        return values;
    }

    /** @throws org.counterpoint.data.InputException where the key is not there */
    static void ready(Map<String, @Nullable Object> settings) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>(settings);
        own.keySet().retainAll(ServerChoices.SCHEMA.settings().keySet());
        ServerChoices.SCHEMA
                .read(own)
                .orElseThrow(faults -> new IllegalStateException(faults.toString()))
                .key();
    }

    /** As if every answer were as long as it may be. */
    static Forecast forecast(Expected expected, Map<String, Size> outputs, long questions, long asked, long answered) {
        double atOnce = Math.min(Math.max(1, questions), expected.whole(ServerChoices.CONCURRENCY, 1));
        double writing = answered / TOKENS_A_SECOND / atOnce;
        long aMinute = expected.whole(ServerChoices.REQUESTS_PER_MINUTE, 0);
        double waiting = aMinute == 0 ? 0 : 60.0 * questions / aMinute;
        return Forecast.asked(
                outputs,
                asked + answered,
                Math.max(writing, waiting),
                PriceFields.cost(expected.settings(), asked, answered));
    }
}
