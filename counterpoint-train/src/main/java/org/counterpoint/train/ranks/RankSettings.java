package org.counterpoint.train.ranks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How ranks reach one another.
 *
 * @param network the name of a network interface; null for the one that the machine's name leads to
 * @param timeout the longest wait for another rank
 */
public record RankSettings(@Nullable String network, Duration timeout) {
    /** Over the usual network, with half an hour's patience. */
    public static RankSettings usual() {
        return new RankSettings(null, Duration.ofMinutes(30));
    }
}
