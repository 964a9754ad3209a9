package org.counterpoint.app.demo;

import java.io.IOException;
import java.nio.file.Path;
import org.counterpoint.app.Shell;
import org.counterpoint.app.world.WorldFiles;

/** A model for tests, of the demo's shape, with random weights. */
public final class TinyModels {

    private TinyModels() {}

    /** Makes {@code folder/tiny}. */
    public static Path make(Path folder, long seed) throws IOException {
        WorldFiles.modelParts(folder.resolve("parts"));
        Path model = folder.resolve("tiny");
        Shell.Result result = Shell.run(
                "model",
                "init",
                "--config",
                folder.resolve("parts/config.json").toString(),
                "--tokenizer",
                folder.resolve("parts/tokenizer").toString(),
                "--out",
                model.toString(),
                "--seed",
                "" + seed);
        if (result.code() != 0) {
            throw new AssertionError(result.err());
        }
        return model;
    }
}
