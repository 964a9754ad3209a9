package org.counterpoint.chat.ask;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.counterpoint.data.InputException;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlFields;
import org.counterpoint.data.yaml.YamlFile;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.settings.Suggestions;
import org.jspecify.annotations.Nullable;

/**
 * What models cost, by the names by which their servers know them: a file {@code MODEL: {in: 0.15, out: 0.6}}, YAML or
 * JSON, of a million tokens each.
 */
public final class PriceTable {

    private static final double DEAREST = 1e9;

    private final String file;
    private final Map<String, Price> prices;

    private PriceTable(String file, Map<String, Price> prices) {
        this.file = file;
        this.prices = prices;
    }

    /** @throws InputException where the file cannot be read, with every fault in it at once */
    public static PriceTable read(Path file) {
        return parse(file.toString(), YamlFile.text(file));
    }

    /** @param name the file's, as it is shown in faults */
    static PriceTable parse(String name, String text) {
        YamlFaults faults = new YamlFaults();
        Map<String, Price> prices = prices("", YamlFile.parse(name, text, faults), faults);
        faults.throwIfAny(name);
        return new PriceTable(name, prices);
    }

    /**
     * A model's price of a table that stands in a file of other things.
     *
     * @param path of the table in its file
     * @param faults takes what is wrong with the table, and that the model is not in it
     * @return null where there is no price without a fault
     */
    public static @Nullable Price written(String path, YamlNode.Mapping table, String model, YamlFaults faults) {
        Map<String, Price> prices = prices(path, table, faults);
        Set<String> models = table.entries().keySet();
        if (!models.contains(model)) {
            faults.add(table.place(), "there is no price of " + model + Suggestions.meant(model, models));
        }
        Price price = prices.get(model);
        return price == null || Double.isNaN(price.in()) || Double.isNaN(price.out()) ? null : price;
    }

    private static Map<String, Price> prices(String path, YamlNode.Mapping models, YamlFaults faults) {
        YamlFields byModel = new YamlFields(models, path, faults);
        Map<String, Price> prices = new LinkedHashMap<>();
        for (String model : models.entries().keySet()) {
            YamlFields fields = byModel.mapping(model);
            if (fields == null) {
                if (byModel.node(model) == null) {
                    byModel.missing(model);
                }
                continue;
            }
            Price price = new Price(price(fields, "in"), price(fields, "out"));
            fields.end();
            prices.put(model, price);
        }
        if (models.entries().isEmpty()) {
            faults.add(models.place(), "there is no model; give MODEL: {in: PRICE, out: PRICE}");
        }
        return prices;
    }

    private static double price(YamlFields fields, String name) {
        Double price = fields.number(name, 0, DEAREST);
        if (fields.node(name) == null) {
            fields.missing(name);
        }
        return price == null ? Double.NaN : price;
    }

    /** @throws InputException where the table does not name the model: an unknown price keeps no budget */
    public Price of(String model) {
        Price price = prices.get(model);
        if (price == null) {
            throw new InputException(file + " has no price of " + model + Suggestions.meant(model, prices.keySet())
                    + "\nAdd " + model + ": {in: PRICE, out: PRICE}, of a million tokens each.");
        }
        return price;
    }
}
