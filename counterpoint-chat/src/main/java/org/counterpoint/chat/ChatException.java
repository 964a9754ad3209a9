package org.counterpoint.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** No answer came. The message says why, and holds no key and nothing that was sent. */
public final class ChatException extends Exception {

    /** The reason where there is nobody to ask, whatever the question. */
    public static final String UNREACHABLE = "unreachable";

    /** The reason where what answers is no API. */
    public static final String WEB_PAGE = "web_page";

    /** The reason where whoever answers wants to hear no more questions. */
    public static final String ENDED = "ended";

    private static final long serialVersionUID = 1;

    private final String reason;
    private final boolean worthAnotherTry;
    private final @Nullable Duration retryAfter;
    private final transient ChatReply.@Nullable Usage usage;

    /**
     * @param reason the ledger's name for it, such as {@code http_400} or {@code timeout}
     * @param worthAnotherTry whether the same question may be answered later
     * @param retryAfter how long the server asks to wait; null where it does not
     */
    public ChatException(String reason, String message, boolean worthAnotherTry, @Nullable Duration retryAfter) {
        this(reason, message, worthAnotherTry, retryAfter, null);
    }

    /** @param usage what is paid for all the same; null where nothing is, or nobody says */
    public ChatException(
            String reason,
            String message,
            boolean worthAnotherTry,
            @Nullable Duration retryAfter,
            ChatReply.@Nullable Usage usage) {
        super(message);
        this.reason = reason;
        this.worthAnotherTry = worthAnotherTry;
        this.retryAfter = retryAfter;
        this.usage = usage;
    }

    public String reason() {
        return reason;
    }

    public boolean worthAnotherTry() {
        return worthAnotherTry;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public ChatReply.@Nullable Usage usage() {
        return usage;
    }
}
