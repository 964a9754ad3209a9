package org.counterpoint.train.run;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a run that is done, where a model is asked for. */
public final class FinishedRun {
    private FinishedRun() {}

    /** The model that a finished run made; any other folder as it is. */
    public static Path model(Path folder) {
        Path made = folder.resolve(RunFolder.FINAL);
        boolean run = Files.isRegularFile(folder.resolve(RunRecord.FILE))
                && Files.isDirectory(made)
                && !Files.exists(folder.resolve("config.json"));
        return run ? made : folder;
    }
}
