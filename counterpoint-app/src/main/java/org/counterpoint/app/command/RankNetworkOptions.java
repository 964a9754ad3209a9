package org.counterpoint.app.command;

import java.time.Duration;
import org.counterpoint.console.UsageException;
import org.counterpoint.train.ranks.RankSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the processes of a command that has no settings for it reach one another. */
final class RankNetworkOptions {
    @Option(
            names = "--ranks-interface",
            paramLabel = "NAME",
            description = "The network interface over which processes of several machines meet.")
    @Nullable
    String network;

    @Option(
            names = "--ranks-timeout",
            paramLabel = "SECONDS",
            description = "How long a process waits for another before all end (1800).")
    @Nullable
    Double seconds;

    /** @throws UsageException where the wait is none */
    RankSettings read() {
        Double given = seconds;
        if (given == null) {
            return new RankSettings(network, RankSettings.usual().timeout());
        }
        if (!(given > 0 && given < Integer.MAX_VALUE)) {
            throw new UsageException("--ranks-timeout " + given + ": it is a number of seconds above 0");
        }
        return new RankSettings(network, Duration.ofMillis(Math.max(1, (long) (1000 * given))));
    }
}
