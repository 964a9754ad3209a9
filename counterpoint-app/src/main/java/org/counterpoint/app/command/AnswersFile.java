package org.counterpoint.app.command;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --out} and {@code --overwrite} of a command that writes answers. */
final class AnswersFile {

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The file to make: JSON Lines, or one array if it ends in .json.")
    Path path = Path.of("");

    @Mixin
    OverwriteOption overwrite = new OverwriteOption();

    boolean replaces() {
        return overwrite.given;
    }
}
