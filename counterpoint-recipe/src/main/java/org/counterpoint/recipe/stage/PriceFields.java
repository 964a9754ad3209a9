package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.chat.ask.Price;
import org.counterpoint.chat.ask.PriceTable;
import org.counterpoint.chat.openai.ServerChoices;
import org.counterpoint.data.InputException;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.settings.Suggestions;
import org.jspecify.annotations.Nullable;

/** What a stage's model costs: its own two prices, or those of a table that stands in the recipe or in a file. */
final class PriceFields {
    static final String PRICES = "prices";
    private static final double MILLION = 1e6;

    private PriceFields() {}

    /** Puts the prices of the stage's model in place of the table. */
    static void resolve(Given given, Map<String, @Nullable Object> values, YamlFaults faults) {
        YamlNode table = given.get(PRICES);
        boolean own = values.get(ServerChoices.PRICE_IN) != null || values.get(ServerChoices.PRICE_OUT) != null;
        if (table == null || table instanceof YamlNode.Scalar scalar && scalar.isNull()) {
            return;
        }
        if (own) {
            faults.add(table.place(), "prices and price_in, price_out are both given; give one of them");
            return;
        }
        if (values.get(ServerChoices.MODEL) instanceof String model) {
            Price price = price(table, model, faults);
            if (price != null && Double.isFinite(price.in()) && Double.isFinite(price.out())) {
                values.put(ServerChoices.PRICE_IN, price.in());
                values.put(ServerChoices.PRICE_OUT, price.out());
            }
        }
    }

    private static @Nullable Price price(YamlNode table, String model, YamlFaults faults) {
        if (table instanceof YamlNode.Mapping written) {
            return written(written, model, faults);
        }
        if (table instanceof YamlNode.Scalar scalar) {
            Path file = scalar.place().folder().resolve(scalar.text());
            try {
                return PriceTable.read(file).of(model);
            } catch (InputException e) {
                faults.add(scalar.place(), String.valueOf(e.getMessage()));
                return null;
            }
        }
        faults.add(table.place(), "prices must be MODEL: {in: PRICE, out: PRICE}, or a file (it is a list)");
        return null;
    }

    private static @Nullable Price written(YamlNode.Mapping table, String model, YamlFaults faults) {
        Map<String, Price> prices = new TreeMap<>();
        table.entries().forEach((name, entry) -> {
            if (entry.value() instanceof YamlNode.Mapping price) {
                price.entries().forEach((key, value) -> {
                    if (!key.equals("in") && !key.equals("out")) {
                        faults.add(value.name(), "a price has in and out, and no " + key);
                    }
                });
                prices.put(name, new Price(number(name, "in", price, faults), number(name, "out", price, faults)));
            } else {
                faults.add(entry.name(), "the price of " + name + " must be {in: PRICE, out: PRICE}");
            }
        });
        if (!table.entries().containsKey(model)) {
            faults.add(
                    table.place(),
                    "there is no price of " + model
                            + Suggestions.meant(model, table.entries().keySet()));
        }
        return prices.get(model);
    }

    private static double number(String model, String name, YamlNode.Mapping price, YamlFaults faults) {
        YamlNode tree = price.get(name);
        try {
            double value = tree == null ? Double.NaN : Double.parseDouble(String.valueOf(tree.plain()));
            if (value >= 0 && value < Double.POSITIVE_INFINITY) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        faults.add(
                tree == null ? price.place() : tree.place(),
                "the price of " + model + " needs " + name + ", a number of 0 or more, of a million tokens");
        return Double.NaN;
    }

    /** NaN where it is not known. */
    private static double price(Map<String, @Nullable Object> settings, String name) {
        return settings.get(name) instanceof Double price ? price : Double.NaN;
    }

    /** 0 where no price is known. */
    static double cost(Map<String, @Nullable Object> settings, long asked, long answered) {
        double cost =
                (asked * price(settings, ServerChoices.PRICE_IN) + answered * price(settings, ServerChoices.PRICE_OUT))
                        / MILLION;
        return Double.isNaN(cost) ? 0 : cost;
    }
}
