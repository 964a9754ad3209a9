package org.counterpoint.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.console.FailedWork;
import org.counterpoint.data.InputException;

/** What made a job fail, out of what Spark wraps around it. */
final class SparkFailures {
    private SparkFailures() {}

    private static final Pattern MISSING =
            Pattern.compile("(?:ClassNotFoundException|NoClassDefFoundError): ([\\w./$]+)");

    /**
     * Does work on Spark, which throws Scala's checked exceptions too, of which Java is not told.
     *
     * @throws InputException where an input cannot be used
     * @throws UncheckedIOException where a file of the driver failed
     * @throws FailedWork where the cluster did
     */
    static <R> R told(Callable<R> work) {
        try {
            return work.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw of(e);
        }
    }

    /** The failure in the words of the local command, where it is one of its own; else with the first reason in a line. */
    static RuntimeException of(Exception failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InputException input) {
                return input;
            }
            Matcher missing = MISSING.matcher(cause.toString());
            if (missing.find()) {
                return new FailedWork(
                        "A machine of the cluster lacks " + missing.group(1).replace('/', '.') + ".\n" + Libraries.MEND,
                        failure);
            }
            if (cause instanceof UncheckedIOException && cause.getMessage() != null && !isCopied(cause)) {
                return new FailedWork("The work on Spark failed: " + cause.getMessage(), failure);
            }
            last = cause;
        }
        if (failure instanceof RuntimeException own && !isSparks(failure)) {
            return own;
        }
        String words = String.valueOf(last.getMessage()).lines().findFirst().orElse(last.toString());
        return new FailedWork("The work on Spark failed: " + words, failure);
    }

    /** Whether it says no more than its cause. */
    private static boolean isCopied(Throwable failure) {
        return failure.getCause() != null && failure.getCause().toString().equals(failure.getMessage());
    }

    private static boolean isSparks(Throwable failure) {
        return failure.getClass().getName().toLowerCase(Locale.ROOT).contains("spark")
                || failure.getCause() != null && isSparks(failure.getCause());
    }
}
