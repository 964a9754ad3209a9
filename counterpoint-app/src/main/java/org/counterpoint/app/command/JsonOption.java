package org.counterpoint.app.command;

import picocli.CommandLine.Option;

/** {@code --json}: what a command has to say is for a program. */
final class JsonOption {
    @Option(names = "--json", description = "Print the result as JSON, for a program, in place of words.")
    boolean given;
}
