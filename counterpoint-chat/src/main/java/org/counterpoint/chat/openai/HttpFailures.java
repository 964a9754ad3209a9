package org.counterpoint.chat.openai;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLException;
import org.counterpoint.chat.ChatException;

/** What went wrong on the way, and whether another try may help. */
final class HttpFailures {

    private HttpFailures() {}

    /** A status other than 200: 408, 425, 429 and 5xx pass, others do not. */
    static ChatException status(HttpResponse<byte[]> response, byte[] body, Instant now) {
        int status = response.statusCode();
        if (status >= 300 && status < 400) {
            return new ChatException(
                    "http_" + status,
                    "the server sends questions elsewhere (HTTP " + status
                            + "), which is not followed, as the key would go along; give the right URL",
                    false,
                    null);
        }
        boolean passes = status == 408 || status == 425 || status == 429 || status >= 500;
        String words = ErrorWords.of(body);
        return new ChatException(
                "http_" + status,
                "HTTP " + status + (words.isBlank() ? "" : ": " + words),
                passes,
                passes ? RetryAfter.of(response.headers(), now) : null);
    }

    static ChatException timeout(Duration timeout) {
        return new ChatException("timeout", "no whole answer within " + timeout.toMillis() / 1000.0 + " s", true, null);
    }

    static ChatException tooLong(BoundedBody.TooLong failure) {
        return new ChatException("reply_too_long", String.valueOf(failure.getMessage()), true, null);
    }

    /** No response at all, or not all of it. */
    static ChatException broken(Throwable failure, String server, Duration timeout) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedBody.TooLong tooLong) {
                return tooLong(tooLong);
            }
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return unreachable(server, "its name is not known");
            }
            if (cause instanceof HttpConnectTimeoutException) {
                return unreachable(server, "it does not answer");
            }
            if (cause instanceof ConnectException) {
                return unreachable(server, "the connection is refused");
            }
            if (cause instanceof SSLException) {
                return unreachable(server, "no secure connection: " + cause.getMessage());
            }
        }
        if (failure instanceof IOException) {
            return new ChatException("connection", "the connection broke: " + failure.getMessage(), true, null);
        }
        throw new IllegalStateException("the HTTP client failed", failure);
    }

    private static ChatException unreachable(String server, String why) {
        return new ChatException(ChatException.UNREACHABLE, server + " cannot be reached: " + why, true, null);
    }
}
