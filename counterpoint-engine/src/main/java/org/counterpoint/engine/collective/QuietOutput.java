package org.counterpoint.engine.collective;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.function.Supplier;

/**
 * Keeps native code that prints from this process's standard output: Gloo writes a line there when it connects, and a
 * command's output is its result and nothing else.
 */
final class QuietOutput {
    private static final int OUTPUT = 1;
    private static final int WRITE_ONLY = 1;
    private static int users;
    private static int kept;

    private QuietOutput() {}

    /** Does work whose native output goes nowhere. What Java code prints meanwhile goes nowhere, too. */
    static <T> T during(Supplier<T> work) {
        begin();
        try {
            return work.get();
        } finally {
            end();
        }
    }

    /** Of several threads the first turns it away, and the last turns it back. */
    private static synchronized void begin() {
        if (users++ == 0) {
            kept = call("dup", OUTPUT);
            int nowhere = call("open", "/dev/null", WRITE_ONLY);
            if (kept >= 0 && nowhere >= 0) {
                call("dup2", nowhere, OUTPUT);
            }
            call("close", nowhere);
        }
    }

    private static synchronized void end() {
        if (--users == 0 && kept >= 0) {
            call("dup2", kept, OUTPUT);
            call("close", kept);
        }
    }

    private static int call(String name, Object... arguments) {
        Function function = NativeLibrary.getInstance("c").getFunction(name);
        return function.invokeInt(arguments);
    }
}
