package org.counterpoint.chat.ask;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.counterpoint.chat.ChatException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a server that is down from a question that it cannot answer: it is down where nobody can be reached, or where
 * several questions in a row fail in a way that may pass, and no other is answered between. While it is down no question
 * uses up its tries; if it stays down for longer than patience lasts, all asking ends.
 */
final class ServerHealth {

    private static final int QUESTIONS_IN_A_ROW = 5;

    /** At the start a mistyped URL is likelier than a server that is just being restarted. */
    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(10);

    private static final Set<String> REFUSALS = Set.of("http_401", "http_403", "http_404", ChatException.WEB_PAGE);
    private static final int REFUSALS_IN_A_ROW = 5;

    private final Duration patience;
    private final Set<String> failing = new HashSet<>();
    private boolean everAnswered;
    private boolean unreachable;
    private int refusals;
    private long failingSince;

    ServerHealth(Duration patience) {
        this.patience = patience;
    }

    /** A question was answered. */
    synchronized void answered() {
        everAnswered = true;
        refusals = 0;
        recovered();
    }

    /** The server was there, and refused this question for good. Gives why asking ends; null where it goes on. */
    synchronized @Nullable String refused(ChatException failure) {
        recovered();
        refusals = REFUSALS.contains(failure.reason()) ? refusals + 1 : 0;
        return everAnswered || refusals < REFUSALS_IN_A_ROW
                ? null
                : "the server refused the first " + refusals + " questions: " + failure.getMessage();
    }

    private void recovered() {
        failing.clear();
        unreachable = false;
    }

    /** A try failed in a way that may pass. Gives why asking ends; null where it goes on. */
    synchronized @Nullable String failed(String hash, ChatException failure, long nanoTime) {
        if (failing.isEmpty()) {
            failingSince = nanoTime;
        }
        failing.add(hash);
        unreachable = failure.reason().equals(ChatException.UNREACHABLE);
        Duration down = Duration.ofNanos(nanoTime - failingSince);
        boolean atStart = unreachable && !everAnswered && PATIENCE_AT_START.compareTo(patience) < 0;
        if (!isDown() || down.compareTo(atStart ? PATIENCE_AT_START : patience) < 0) {
            return null;
        }
        return "the server has been down for " + down.toSeconds() + " s: " + failure.getMessage();
    }

    synchronized boolean isDown() {
        return unreachable || failing.size() >= QUESTIONS_IN_A_ROW;
    }
}
