package org.counterpoint.recipe.stage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ask.Price;
import org.counterpoint.chat.ask.PriceTable;
import org.counterpoint.chat.openai.ServerChoices;
import org.counterpoint.data.InputException;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.data.yaml.YamlPlace;
import org.counterpoint.settings.Values;
import org.jspecify.annotations.Nullable;

/**
 * What stages that ask a server have beside its settings: a table of prices, which comes down to those of the stage's model,
 * and a path that counts from the recipe.
 */
record ServerForm<T>(SchemaForm<T> settings) implements StageForm<T> {
    private static final String PRICES = "prices";
    private static final Set<String> WHOM = Set.of(ServerChoices.ENDPOINT, ServerChoices.MODEL);

    /** How fast and for how much is asked makes no other answers; nor does where the key is. */
    static final Set<String> INCIDENTAL = Stream.concat(
                    Stream.of(PRICES), ServerChoices.SCHEMA.settings().keySet().stream())
            .filter(name -> !WHOM.contains(name))
            .collect(Collectors.toUnmodifiableSet());

    /** Tokens a second that a server is guessed to write of one answer. */
    private static final double TOKENS_A_SECOND = 40;

    ServerForm(SchemaForm<T> settings) {
        this.settings = settings.plus(new Field.Prices(PRICES, "MODEL: {in: 0.15, out: 0.6}, or a file"));
    }

    @Override
    public List<Field> fields() {
        return settings.fields();
    }

    @Override
    public Values read(Given given, YamlFaults faults) {
        Map<String, YamlNode> values = new LinkedHashMap<>(given.values());
        placeKey(given, values, faults);
        price(given, values, faults);
        return settings.read(given.with(values), faults);
    }

    @Override
    public T choices(Values known, Map<String, List<InputFile>> inputs) {
        return settings.choices(known, inputs);
    }

    private static void placeKey(Given given, Map<String, YamlNode> values, YamlFaults faults) {
        String name = given.text(ServerChoices.KEY_FILE);
        if (name != null) {
            YamlPlace place = given.placeOf(ServerChoices.KEY_FILE);
            Path file = place.folder().resolve(name).toAbsolutePath().normalize();
            values.put(ServerChoices.KEY_FILE, YamlNode.Scalar.text(place, file.toString()));
            if (!Files.isRegularFile(file)) {
                faults.add(place, "there is no file " + file + " to hold a key");
            }
        }
    }

    /** Puts the prices of the stage's model in place of the table. */
    private static void price(Given given, Map<String, YamlNode> values, YamlFaults faults) {
        YamlNode table = given.get(PRICES);
        if (table == null || table.plain() == null) {
            return;
        }
        if (given.has(ServerChoices.PRICE_IN) || given.has(ServerChoices.PRICE_OUT)) {
            faults.add(table.place(), "prices and price_in, price_out are both given; give one of them");
            return;
        }
        String model = given.text(ServerChoices.MODEL);
        Price price = model == null ? null : price(table, model, faults);
        if (price != null) {
            values.put(ServerChoices.PRICE_IN, YamlNode.Scalar.text(table.place(), Double.toString(price.in())));
            values.put(ServerChoices.PRICE_OUT, YamlNode.Scalar.text(table.place(), Double.toString(price.out())));
        }
    }

    private static @Nullable Price price(YamlNode table, String model, YamlFaults faults) {
        try {
            if (table instanceof YamlNode.Mapping written) {
                return PriceTable.written(PRICES, written, model, faults);
            }
            if (table instanceof YamlNode.Scalar file) {
                return PriceTable.read(file.place().folder().resolve(file.text()))
                        .of(model);
            }
            faults.add(table.place(), "prices must be MODEL: {in: PRICE, out: PRICE}, or a file (it is a list)");
        } catch (InputException e) {
            faults.add(table.place(), String.valueOf(e.getMessage()));
        }
        return null;
    }

    /** As if every answer were as long as it may be. */
    static Forecast forecast(
            ServerChoices server, Map<String, Size> outputs, long questions, long asked, long answered) {
        double atOnce = Math.min(Math.max(1, questions), server.limits().concurrency());
        double writing = answered / TOKENS_A_SECOND / atOnce;
        long aMinute = server.limits().requestsPerMinute();
        double waiting = aMinute == 0 ? 0 : 60.0 * questions / aMinute;
        double cost = server.budget().cost(new ChatReply.Usage(asked, answered));
        return Forecast.asked(outputs, asked + answered, Math.max(writing, waiting), Double.isNaN(cost) ? 0 : cost);
    }
}
