package org.counterpoint.serve.page;

/** A request that is not answered as it was asked. */
public final class PageError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of HTTP, 400 or above */
    public PageError(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
