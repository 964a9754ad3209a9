package org.counterpoint.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.engine.ModelException;
import org.counterpoint.store.HiddenNames;
import org.counterpoint.train.StoppedException;
import org.counterpoint.train.TrainingException;

/** What went wrong, in the words that a person reads. The only place that decides them. */
public final class FailureText {

    private FailureText() {}

    /** A wrapper that adds no words of its own gives way to what it wraps. */
    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean bare = thrown instanceof UncheckedIOException
                && cause != null
                && cause.toString().equals(thrown.getMessage());
        return bare && cause != null ? cause : thrown;
    }

    /** Whether the user's command line or input is to blame: nothing was written. */
    public static boolean isInputFault(Throwable thrown) {
        Throwable failure = unwrapped(thrown);
        return failure instanceof UsageException
                || failure instanceof InputException
                || failure instanceof ModelException;
    }

    /** What failed, where, and how to mend it, without a stack trace. Outputs that grow hidden have the user's names. */
    public static String of(Throwable thrown) {
        return HiddenNames.shown(words(thrown));
    }

    private static String words(Throwable thrown) {
        Throwable failure = unwrapped(thrown);
        if (isInputFault(failure)
                || failure instanceof TrainingException
                || failure instanceof StoppedException
                || failure instanceof FailedWork) {
            return message(failure);
        }
        if (failure instanceof UncheckedIOException) {
            return message(failure);
        }
        if (failure instanceof IOException io) {
            return io instanceof FileSystemException ? IoWords.of(io) : "reading or writing failed: " + IoWords.of(io);
        }
        if (failure instanceof OutOfMemoryError) {
            return "out of memory (" + message(failure) + ")\n"
                    + "give the JVM's heap more with COUNTERPOINT_JAVA_OPTS=-Xmx8g, or work with less at a time";
        }
        if (message(failure).contains("allocate memory")) {
            return "out of memory: " + message(failure).lines().findFirst().orElse("") + "\n"
                    + "a lower micro_batch_tokens or max_length, activation_checkpointing=true or precision=bf16-mixed"
                    + " take less; so does a smaller model";
        }
        return "an error in the program itself: " + failure.getClass().getName() + ": " + message(failure) + "\n"
                + "run it again with --stacktrace, and report what it shows";
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
