package org.counterpoint.spark;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.counterpoint.app.Main;
import org.counterpoint.console.FailedWork;

/** A command that {@code spark-submit} has started: as from the command line, on the master that it tells of. */
final class Submitted {
    private Submitted() {}

    /** @throws FailedWork where the command did not end with 0, so that the application counts as failed */
    static void run(String command, String[] options) {
        List<String> all =
                new ArrayList<>(List.of(command, "--spark", new SparkConf().get("spark.master", "local[*]")));
        all.addAll(List.of(options));
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        int code = Main.run(all.toArray(String[]::new), out, err);
        out.flush();
        err.flush();
        if (code != 0) {
            throw new FailedWork(command + " ended with exit code " + code + "; its words are above");
        }
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
