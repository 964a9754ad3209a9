package org.counterpoint.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.counterpoint.console.Console;
import org.counterpoint.console.Interrupts;
import org.counterpoint.console.Signals;

/** Where the process begins and ends: the only place that names an exit code to the system. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        List<String> terminals =
                List.of(System.getProperty("counterpoint.terminals", "").split(","));
        boolean live = terminals.contains("err");
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        Interrupts interrupts = new Interrupts();
        Signals.hear(() -> interrupted(interrupts, err));
        int code = run(args, new Console(out, err, live && terminals.contains("out"), live, false, interrupts, ""));
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Ends the process, unless its work ends by itself. */
    private static void interrupted(Interrupts interrupts, PrintStream err) {
        switch (interrupts.interrupt()) {
            case WAIT -> {
                err.println();
                err.println("stopping when the running step is done; another Ctrl-C ends at once");
                err.flush();
            }
            case EXIT -> System.exit(ExitCode.INTERRUPTED);
            case HALT -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }

    /** The whole program as a function: what {@code main} does, without ending the process. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run(args, Console.plain(out, err));
    }

    private static int run(String[] args, Console console) {
        return Commands.execute(args, console);
    }

    /** Independent of the locale: files and answers are UTF-8, so what is printed of them is too. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
