package org.counterpoint.app.command;

import java.nio.file.Path;
import org.counterpoint.chat.ask.Price;
import org.counterpoint.chat.ask.PriceTable;
import org.counterpoint.chat.openai.ServerChoices;
import org.counterpoint.console.UsageException;
import org.jspecify.annotations.Nullable;

/** {@code --prices FILE} of commands that ask a server: what its model's tokens cost. */
final class ServerPrices {

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
