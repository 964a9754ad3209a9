package org.counterpoint.app;

import org.counterpoint.console.Console;
import org.counterpoint.console.FailureText;
import org.counterpoint.train.StoppedException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command threw into an exit code and the lines that a person reads. */
record Failures(Console console) implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return report(failure, command.getCommandSpec().qualifiedName());
    }

    int report(Throwable thrown, String command) {
        console.trace(thrown);
        console.note(command + ": " + FailureText.of(thrown));
        if (thrown instanceof StoppedException) {
            return ExitCode.INTERRUPTED;
        }
        return FailureText.isInputFault(thrown) ? ExitCode.WRONG_INPUT : ExitCode.FAILED;
    }
}
