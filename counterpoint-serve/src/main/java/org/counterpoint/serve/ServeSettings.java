package org.counterpoint.serve;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.Precision;
import org.jspecify.annotations.Nullable;

/**
 * What a server is to serve, and how much at once.
 *
 * @param models folders by the names under which they are asked for
 * @param base of adapters among them; null for where each says
 * @param host the address to listen at; another than the loopback address needs a key
 * @param port 0: any that is free
 * @param key which every request must bring as {@code Authorization: Bearer}; null: none
 * @param rows answers of one model computed at once
 * @param queue answers that wait for their turn; more are turned away
 * @param maxNewTokens the longest answer where the request does not say
 * @param grace how long requests under way may take when the server stops
 */
public record ServeSettings(
        Map<String, Path> models,
        @Nullable Path base,
        String host,
        int port,
        @Nullable String key,
        Precision precision,
        @Nullable String chatTemplate,
        int rows,
        int queue,
        int maxNewTokens,
        Duration grace) {

    /** @throws InputException where a number makes no sense, or the server would be open to a network without a key */
    public ServeSettings {
        models = new LinkedHashMap<>(models);
        require(!models.isEmpty(), "no model is named to serve; give --model DIR");
        require(port >= 0 && port < 1 << 16, "--port is " + port + "; it is from 0 (any that is free) to 65535");
        require(rows >= 1 && rows <= 256, "--batch-size is " + rows + "; it is from 1 to 256");
        require(queue >= 0, "--queue is " + queue + "; it is 0 or more");
        require(maxNewTokens >= 1, "--max-new-tokens is " + maxNewTokens + "; it must be at least 1");
        require(
                key != null || isLoopback(host),
                "--host " + host + " is open to others than this machine, who could use the models without asking; give"
                        + " --api-key-env VAR with a key, or leave --host out");
        require(key == null || !key.isBlank(), "the API key is empty");
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static void require(boolean sound, String fault) {
        if (!sound) {
            throw new InputException(fault);
        }
    }
}
