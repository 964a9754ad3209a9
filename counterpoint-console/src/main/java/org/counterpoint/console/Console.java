package org.counterpoint.console;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command speaks.
 *
 * @param out results, and nothing else
 * @param err everything else
 * @param colours whether both streams are a terminal's
 * @param live whether {@code err} is a terminal, so that a line may be rewritten
 * @param traces whether a failure is shown with where in the program it arose
 * @param interrupts what a person asks for meanwhile
 * @param speaker what stands before every note, where several speak at once; else empty
 */
public record Console(
        PrintStream out,
        PrintStream err,
        boolean colours,
        boolean live,
        boolean traces,
        Interrupts interrupts,
        String speaker) {

    /** Made where it is first used: four hundred classes that most commands need not read. */
    private static final class Json {
        static final JsonMapper MAPPER =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

        private Json() {}
    }

    /** A console that is no terminal. */
    public static Console plain(PrintStream out, PrintStream err) {
        return new Console(out, err, false, false, false, new Interrupts(), "");
    }

    /** The same, with traces. */
    public Console withTraces() {
        return new Console(out, err, colours, live, true, interrupts, speaker);
    }

    /** The same for one of several that speak at once: no line is rewritten, and it says whose each is. */
    public Console spokenFor(String speaker) {
        return new Console(out, err, colours, false, traces, interrupts, speaker);
    }

    /** Shows where in the program a failure arose, where that is asked for. */
    public void trace(Throwable failure) {
        if (traces) {
            note(traceOf(failure));
        }
    }

    /** Where in the program a failure arose, and all its causes. */
    public static String traceOf(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString().stripTrailing();
    }

    /** Prints a result: one JSON value. */
    public void json(Object value) {
        out.println(pretty(value));
        out.flush();
    }

    /** A JSON value as {@link #json} prints it. */
    public static String pretty(Object value) {
        return Json.MAPPER.writeValueAsString(value);
    }

    /** Prints a result: a line for a person. */
    public void result(String line) {
        out.println(line);
        out.flush();
    }

    /** Says something beside the result. */
    public void note(String line) {
        err.println(speaker.isEmpty() ? line : speaker + ": " + line.strip());
        err.flush();
    }
}
