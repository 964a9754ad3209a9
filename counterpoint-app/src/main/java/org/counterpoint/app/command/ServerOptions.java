package org.counterpoint.app.command;

import java.nio.file.Path;
import java.time.Duration;
import org.counterpoint.chat.ask.Budget;
import org.counterpoint.chat.ask.Limits;
import org.counterpoint.chat.ask.Price;
import org.counterpoint.chat.ask.PriceTable;
import org.counterpoint.chat.openai.ApiKey;
import org.counterpoint.chat.openai.Endpoint;
import org.counterpoint.console.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that asks a server: where it is, how hard it may be pressed, what may be spent. */
public final class ServerOptions {

    private static final double MILLIS = 1000;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "The API's URL, such as http://localhost:8000/v1; /chat/completions is added.")
    @Nullable
    String endpoint;

    @Option(
            names = "--api-key-env",
            paramLabel = "VAR",
            description = "The NAME of the environment variable that holds the key.")
    @Nullable
    String apiKeyEnv;

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "A file that holds the key, in place of it.")
    @Nullable
    Path apiKeyFile;

    @Option(
            names = "--concurrency",
            defaultValue = "8",
            paramLabel = "N",
            description = "Questions on their way at once (${DEFAULT-VALUE}).")
    int concurrency;

    @Option(
            names = "--requests-per-minute",
            defaultValue = "0",
            paramLabel = "N",
            description = "Spread evenly; 0: no limit (${DEFAULT-VALUE}).")
    long requestsPerMinute;

    @Option(
            names = "--tokens-per-minute",
            defaultValue = "0",
            paramLabel = "N",
            description = "Of questions and answers; 0: no limit (${DEFAULT-VALUE}).")
    long tokensPerMinute;

    @Option(
            names = "--timeout",
            defaultValue = "300",
            paramLabel = "SECONDS",
            description = "From sending a question to its answer's last byte (${DEFAULT-VALUE}).")
    double timeout;

    @Option(
            names = "--retries",
            defaultValue = "5",
            paramLabel = "N",
            description = "Tries after the first, for what may pass: 429, 5xx, broken connections (${DEFAULT-VALUE}).")
    int retries;

    @Option(
            names = "--patience",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "How long a server may stay down before asking ends (${DEFAULT-VALUE}).")
    double patience;

    @Option(
            names = "--budget-tokens",
            defaultValue = "0",
            paramLabel = "N",
            description = "Ends before more tokens than these are spent, earlier runs included; 0: no limit.")
    long budgetTokens;

    @Option(
            names = "--budget",
            defaultValue = "0",
            paramLabel = "MONEY",
            description = "The same in money; needs prices; 0: no limit.")
    double budget;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "What models cost: MODEL: {in: 0.15, out: 0.6} of a million tokens each, YAML or JSON.")
    @Nullable
    Path prices;

    @Option(
            names = "--price-in",
            defaultValue = "NaN",
            paramLabel = "MONEY",
            description = "Of a million tokens asked, in place of a file of prices.")
    double priceIn;

    @Option(
            names = "--price-out",
            defaultValue = "NaN",
            paramLabel = "MONEY",
            description = "Of a million tokens answered.")
    double priceOut;

    @Option(
            names = "--max-tokens-name",
            defaultValue = Endpoint.LIMIT_NAME,
            paramLabel = "NAME",
            description = "What the server calls the longest answer (${DEFAULT-VALUE}); where it asks for another name,"
                    + " such as max_completion_tokens, it gets that.")
    String maxTokensName = Endpoint.LIMIT_NAME;

    /** @throws UsageException where there is no URL, or two keys */
    Endpoint endpoint(String model) {
        String url = endpoint;
        if (url == null) {
            throw new UsageException("nobody is named to ask; give --endpoint URL");
        }
        return Endpoint.of(url, model, key(), duration(timeout)).withLimitName(maxTokensName);
    }

    private @Nullable ApiKey key() {
        String variable = apiKeyEnv;
        Path file = apiKeyFile;
        if (variable != null && file != null) {
            throw new UsageException("--api-key-env and --api-key-file both name a key; give one of them");
        }
        if (variable != null) {
            return ApiKey.fromEnvironment(variable);
        }
        return file == null ? null : ApiKey.fromFile(file);
    }

    Limits limits() {
        return new Limits(concurrency, retries, requestsPerMinute, tokensPerMinute, duration(patience));
    }

    /**
     * @param model whose tokens are paid for
     * @throws UsageException where its price is said twice
     * @throws org.counterpoint.data.InputException where the file of prices cannot be used, or does not name it
     */
    Budget budget(String model) {
        Path file = prices;
        boolean typed = !Double.isNaN(priceIn) || !Double.isNaN(priceOut);
        if (file != null && typed) {
            throw new UsageException("--prices and --price-in, --price-out are both given; give one of them");
        }
        Price price = file == null
                ? new Price(priceIn, priceOut)
                : PriceTable.read(file).of(model);
        return new Budget(budgetTokens, budget, price.in(), price.out());
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis((long) (seconds * MILLIS));
    }
}
