package org.counterpoint.app.command;

import java.nio.file.Path;
import java.time.Duration;
import org.counterpoint.app.UsageException;
import org.counterpoint.chat.ask.Budget;
import org.counterpoint.chat.ask.Limits;
import org.counterpoint.chat.openai.ApiKey;
import org.counterpoint.chat.openai.Endpoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a model is, how hard it may be pressed, and what may be spent: the same for whoever asks one. */
final class AskOptions {

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "The server's API, such as http://localhost:8000/v1; it speaks OpenAI's chat completions.")
    @Nullable
    String endpoint;

    @Option(names = "--model", paramLabel = "NAME", description = "The model's name at the server.")
    @Nullable
    String model;

    @Option(names = "--api-key-env", paramLabel = "VAR", description = "The environment variable that holds the key.")
    @Nullable
    String apiKeyEnv;

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "A file that holds the key.")
    @Nullable
    Path apiKeyFile;

    @Option(
            names = "--concurrency",
            defaultValue = "8",
            paramLabel = "N",
            description = "Questions at once (${DEFAULT-VALUE}).")
    int concurrency;

    @Option(
            names = "--retries",
            defaultValue = "5",
            paramLabel = "N",
            description = "Tries after the first where a question fails in a way that may pass (${DEFAULT-VALUE}).")
    int retries;

    @Option(
            names = "--requests-per-minute",
            defaultValue = "0",
            paramLabel = "N",
            description = "0: no limit (${DEFAULT-VALUE}).")
    long requestsPerMinute;

    @Option(
            names = "--tokens-per-minute",
            defaultValue = "0",
            paramLabel = "N",
            description = "0: no limit (${DEFAULT-VALUE}).")
    long tokensPerMinute;

    @Option(
            names = "--timeout",
            defaultValue = "300",
            paramLabel = "SECONDS",
            description = "For one answer (${DEFAULT-VALUE}).")
    long timeout;

    @Option(
            names = "--patience",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "How long a server may stay down before the asking ends (${DEFAULT-VALUE}).")
    long patience;

    @Option(
            names = "--budget-tokens",
            defaultValue = "0",
            paramLabel = "N",
            description = "Tokens that may be spent in all, earlier runs included; 0: no limit (${DEFAULT-VALUE}).")
    long budgetTokens;

    @Option(
            names = "--budget",
            defaultValue = "0",
            paramLabel = "MONEY",
            description = "Money that may be spent in all; needs the two prices; 0: no limit (${DEFAULT-VALUE}).")
    double budget;

    @Option(names = "--price-in", paramLabel = "MONEY", description = "Of a million tokens sent.")
    double priceIn = Double.NaN;

    @Option(names = "--price-out", paramLabel = "MONEY", description = "Of a million tokens received.")
    double priceOut = Double.NaN;

    /** @throws UsageException where something is missing */
    Endpoint endpoint() {
        if (endpoint == null || model == null) {
            throw new UsageException("asking a model needs --endpoint URL and --model NAME");
        }
        if (apiKeyEnv != null && apiKeyFile != null) {
            throw new UsageException("--api-key-env and --api-key-file are both given; give one");
        }
        ApiKey key = apiKeyEnv != null
                ? ApiKey.fromEnvironment(apiKeyEnv)
                : apiKeyFile != null ? ApiKey.fromFile(apiKeyFile) : null;
        return Endpoint.of(endpoint, model, key, Duration.ofSeconds(timeout));
    }

    Limits limits() {
        return new Limits(concurrency, retries, requestsPerMinute, tokensPerMinute, Duration.ofSeconds(patience));
    }

    Budget budget() {
        return new Budget(budgetTokens, budget, priceIn, priceOut);
    }
}
