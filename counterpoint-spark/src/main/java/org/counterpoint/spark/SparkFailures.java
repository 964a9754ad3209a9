package org.counterpoint.spark;

import java.util.Locale;
import org.counterpoint.console.FailedWork;
import org.counterpoint.data.InputException;

/** What made a job fail, out of what Spark wraps around it. */
final class SparkFailures {
    private SparkFailures() {}

    /** The failure in the words of the local command, where it is one of its own; else with the first reason in a line. */
    static RuntimeException of(Exception failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InputException input) {
                return input;
            }
            last = cause;
        }
        if (failure instanceof RuntimeException own && !isSparks(failure)) {
            return own;
        }
        String words = String.valueOf(last.getMessage()).lines().findFirst().orElse(last.toString());
        return new FailedWork("The work on Spark failed: " + words, failure);
    }

    private static boolean isSparks(Throwable failure) {
        return failure.getClass().getName().toLowerCase(Locale.ROOT).contains("spark")
                || failure.getCause() != null && isSparks(failure.getCause());
    }
}
