package org.counterpoint.app.command;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --out} and {@code --overwrite} of a command that makes a folder. */
final class OutFolder {

    /** As it was written: a folder here, or where a cluster keeps its files. */
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to make.")
    String location = "";

    @Mixin
    OverwriteOption overwrite = new OverwriteOption();

    /** On this machine. */
    Path path() {
        return Path.of(location);
    }

    boolean replaces() {
        return overwrite.given;
    }
}
