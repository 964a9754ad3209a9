package org.counterpoint.app.command;

import org.counterpoint.answer.generate.Precisions;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.NativeRuntime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How models compute that answer as they are asked. */
final class LiveModelOptions {
    @Option(
            names = "--precision",
            defaultValue = "fp32",
            paramLabel = "P",
            description = "fp32, bf16-mixed or auto (${DEFAULT-VALUE}).")
    private String precision = "fp32";

    @Option(
            names = "--chat-template",
            paramLabel = "T",
            description = "A file or a built-in (chatml, alpaca), in place of the models' own.")
    @Nullable
    String chatTemplate;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of one operation (all cores).")
    @Nullable
    private Integer threads;

    /** @throws org.counterpoint.data.InputException where it is none */
    Precision precision() {
        return Precisions.parse(precision);
    }

    /** To be called before anything is computed. */
    void setThreads() {
        if (threads != null) {
            NativeRuntime.setThreads(threads);
        }
    }
}
