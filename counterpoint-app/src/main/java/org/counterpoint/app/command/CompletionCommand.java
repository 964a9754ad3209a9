package org.counterpoint.app.command;

import java.util.concurrent.Callable;
import org.counterpoint.console.Console;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script. One script serves both shells: zsh reads bash's completions itself. */
@Command(
        name = "completion",
        header = "Print a completion script for bash or zsh.",
        footer = {
            "Examples:",
            "  source <(counterpoint completion)           in ~/.bashrc or ~/.zshrc",
            "  counterpoint completion bash > /etc/bash_completion.d/counterpoint"
        })
public final class CompletionCommand implements Callable<Integer> {

    /** The shells whose completion the script serves. */
    enum Shell {
        bash,
        zsh
    }

    private final Console console;

    @Parameters(index = "0", arity = "0..1", defaultValue = "bash", description = "${COMPLETION-CANDIDATES}")
    Shell shell = Shell.bash;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    public CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        console.result(AutoComplete.bash(root.getCommandName(), root));
        return 0;
    }
}
