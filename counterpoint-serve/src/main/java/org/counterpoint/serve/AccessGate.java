package org.counterpoint.serve;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.counterpoint.serve.page.LocalNames;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. A page of somebody else's in a browser of this machine can neither read an answer (another Origin) nor reach
 * the server under a name of its own (another Host).
 */
record AccessGate(@Nullable String key, boolean loopback, int port) {

    void check(Headers headers) throws ApiError {
        String host = headers.getFirst("Host");
        String origin = headers.getFirst("Origin");
        if (host == null || loopback && !new LocalNames(port).isOwn(host)) {
            throw new ApiError(
                    403,
                    "invalid_request_error",
                    "this server answers under the name of this machine only",
                    null,
                    "host");
        }
        if (!LocalNames.sameOrigin(origin, host)) {
            throw new ApiError(
                    403, "invalid_request_error", "pages of another origin may not ask here", null, "origin");
        }
        String wanted = key;
        if (wanted != null) {
            String given = headers.getFirst("Authorization");
            byte[] bytes = (given == null ? "" : given).getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(bytes, ("Bearer " + wanted).getBytes(StandardCharsets.UTF_8))) {
                throw new ApiError(401, "invalid_request_error", "Incorrect API key provided", null, "invalid_api_key");
            }
        }
    }
}
