package org.counterpoint.app.command;

import picocli.CommandLine.Option;

/** {@code --overwrite}: without it a command refuses to touch what it did not make of the same. */
final class OverwriteOption {
    @Option(names = "--overwrite", description = "Replace what stands at --out.")
    boolean given;
}
