package org.counterpoint.store.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a refusal of the hub means, and whether another try may help. */
final class HubFaults {

    /** The hub is busy or ill: another try may help. */
    static final class Passing extends IOException {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        private final int status;

        Passing(int status) {
            super("HTTP " + status);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private HubFaults() {}

    /**
     * Passes what was answered well.
     *
     * @param file null where the repository itself was asked for
     * @throws HubException where the same again would come to the same
     */
    static void require(HubName name, @Nullable String file, HttpResponse<?> response) throws IOException {
        int status = response.statusCode();
        if (status == 200 || status == 206) {
            return;
        }
        if (status == 408 || status == 416 || status == 425 || status == 429 || status >= 500) {
            throw new Passing(status);
        }
        String code = response.headers().firstValue("x-error-code").orElse("");
        throw HubException.wrong(words(name, file, status, code));
    }

    private static String words(HubName name, @Nullable String file, int status, String code) {
        String what = name.kind().words() + " " + name;
        if (code.equals("GatedRepo")) {
            return "the " + what + " is open only to those who accepted its conditions (HTTP " + status
                    + ")\n  accept them on its page, and set HF_TOKEN to a token of that account";
        }
        if (code.equals("RevisionNotFound")) {
            return "the hub knows no revision " + name.revisionOrMain() + " of the "
                    + name.kind().words() + " " + name.repository() + "; check what stands behind the @";
        }
        if (file != null && status == 404) {
            return "the hub lists " + file + " of the " + what + " and does not have it (HTTP 404)";
        }
        if (status == 401 || status == 403 || status == 404) {
            return "the hub knows no " + what + ", or does not show it (HTTP " + status
                    + ")\n  check the name; for what is private set HF_TOKEN to a token that may read it";
        }
        return "the hub refused to give " + what + " (HTTP " + status + ")";
    }

    /** Why the way failed, in words. */
    static String words(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "its name is not known";
            }
            if (cause instanceof HttpConnectTimeoutException) {
                return "it does not answer";
            }
            if (cause instanceof ConnectException) {
                return "the connection is refused";
            }
            if (cause instanceof SSLException) {
                return "no secure connection: " + cause.getMessage();
            }
        }
        return String.valueOf(failure.getMessage());
    }

    /** Whether it is the disk here that failed, and not the way. */
    static boolean isDisk(IOException failure) {
        return failure instanceof java.nio.file.FileSystemException
                || String.valueOf(failure.getMessage()).contains("No space left");
    }
}
