package org.counterpoint.app.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.app.Shell;
import org.counterpoint.app.world.TinyModel;

/** A model for tests, of the demo's shape, with random weights. */
public final class TinyModels {

    private TinyModels() {}

    /** Makes {@code folder/tiny}. */
    public static Path make(Path folder, long seed) throws IOException {
        List<String> texts = new ArrayList<>();
        World.tasks().forEach(task -> texts.add(task.instruction() + "\n" + task.answer()));
        TinyModel.writeParts(folder.resolve("parts"), texts);
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
