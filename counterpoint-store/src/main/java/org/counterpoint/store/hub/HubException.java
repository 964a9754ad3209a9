package org.counterpoint.store.hub;

import java.io.Serial;

/** What a name stands for is not to be had. The message says why, where and how to mend it. */
public final class HubException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final boolean wayFailed;

    private HubException(String message, boolean wayFailed) {
        super(message);
        this.wayFailed = wayFailed;
    }

    /** The name, the cache or a setting is wrong: the same again comes to the same. */
    static HubException wrong(String message) {
        return new HubException(message, false);
    }

    /** The way to the hub failed: the same may do another time. */
    static HubException failed(String message) {
        return new HubException(message, true);
    }

    /** Whether the way to the hub failed, and not what was asked for. */
    public boolean wayFailed() {
        return wayFailed;
    }
}
