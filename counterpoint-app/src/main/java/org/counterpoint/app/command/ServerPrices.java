package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.Map;
import org.counterpoint.chat.ask.Price;
import org.counterpoint.chat.ask.PriceTable;
import org.counterpoint.chat.openai.ServerChoices;
import org.counterpoint.console.UsageException;
import org.jspecify.annotations.Nullable;

/** What commands that ask a server have in common beside its settings. */
final class ServerPrices {

    /** What stands for a value in the help. */
    static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry(ServerChoices.ENDPOINT, "URL"),
            Map.entry(ServerChoices.MODEL, "NAME"),
            Map.entry(ServerChoices.KEY_VARIABLE, "VAR"),
            Map.entry(ServerChoices.KEY_FILE, "FILE"),
            Map.entry("timeout", "SECONDS"),
            Map.entry("patience", "SECONDS"),
            Map.entry("budget", "MONEY"),
            Map.entry(ServerChoices.PRICE_IN, "MONEY"),
            Map.entry(ServerChoices.PRICE_OUT, "MONEY"),
            Map.entry("max_tokens_name", "NAME"),
            Map.entry("name", "NAME"),
            Map.entry("template", "FILE"),
            Map.entry("references", "FILE"),
            Map.entry("model_dir", "DIR"),
            Map.entry("judge", "NAME"),
            Map.entry("order", "ORDER"));

    private ServerPrices() {}

    /**
     * Puts the prices of the model's tokens, as a file has them, among the settings.
     *
     * @throws UsageException where its price is said twice
     * @throws org.counterpoint.data.InputException where the file cannot be used, or does not name the model
     */
    static void give(SettingOptions<?> settings, @Nullable Path prices) {
        String model = settings.text(ServerChoices.MODEL);
        if (prices == null || model == null) {
            return;
        }
        if (settings.has(ServerChoices.PRICE_IN) || settings.has(ServerChoices.PRICE_OUT)) {
            throw new UsageException("--prices and --price-in, --price-out are both given; give one of them");
        }
        Price price = PriceTable.read(prices).of(model);
        settings.give(ServerChoices.PRICE_IN, price.in());
        settings.give(ServerChoices.PRICE_OUT, price.out());
    }
}
