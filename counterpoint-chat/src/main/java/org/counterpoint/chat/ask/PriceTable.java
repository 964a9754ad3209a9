package org.counterpoint.chat.ask;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlFields;
import org.counterpoint.data.yaml.YamlFile;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.settings.Suggestions;

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
        YamlNode.Mapping models = YamlFile.parse(name, text, faults);
        YamlFields byModel = new YamlFields(models, "", faults);
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
        faults.throwIfAny(name);
        return new PriceTable(name, prices);
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
