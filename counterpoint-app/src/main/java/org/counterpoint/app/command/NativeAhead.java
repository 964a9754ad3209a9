package org.counterpoint.app.command;

import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.model.NativeRuntime;

/** Loads the native library, which takes most of a second, while the command reads its inputs. */
final class NativeAhead {

    private NativeAhead() {}

    static void start() {
        Thread thread = new Thread(NativeAhead::load, "native-library");
        thread.setDaemon(true);
        thread.start();
    }

    private static void load() {
        try {
            NativeRuntime.load();
        } catch (ModelException e) {
            // Whoever needs it meets the same, and says so.
        }
    }
}
