package org.counterpoint.serve.page;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names under which a server of the loopback address is this machine's own. A page of somebody else's in a browser of
 * this machine reaches it under a name of its own (another Host), or says where it comes from (another Origin).
 *
 * @param port at which it listens
 */
public record LocalNames(int port) {

    /** Whether a request's {@code Host} is one of the names. */
    public boolean isOwn(@Nullable String host) {
        return host != null
                && Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port)
                        .contains(host);
    }

    /** Whether a request comes from a page of the same server, or from no page. */
    public static boolean sameOrigin(@Nullable String origin, String host) {
        return origin == null || origin.equals("http://" + host) || origin.equals("https://" + host);
    }
}
