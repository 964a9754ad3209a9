package org.counterpoint.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.counterpoint.app.ExitCode;
import org.counterpoint.console.Console;
import org.counterpoint.console.OutputPlace;
import org.counterpoint.console.UsageException;
import org.counterpoint.recipe.RecipeSchema;
import org.counterpoint.recipe.stage.StageKinds;
import org.counterpoint.store.NewFolders;
import org.counterpoint.store.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A recipe to start from. */
@Command(
        name = "init",
        header = "Write a commented recipe to start from.",
        description = {
            "DIR/recipe.yaml compares SFT and DPO on your answer files and model; its comments say what to change."
                    + " Beside it lies recipe.schema.json, from which an editor knows what may stand where."
        },
        footer = {
            "Examples:",
            "  counterpoint init",
            "  counterpoint init mine && counterpoint run mine/recipe.yaml --dry-run --set sft.model=SmolLM2-135M",
            "  counterpoint init --schema > recipe.schema.json"
        })
public final class InitCommand implements Callable<Integer> {
    private static final String RECIPE = "recipe.yaml";
    private static final String SCHEMA = "recipe.schema.json";

    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "Where to write it (here).")
    Path folder = Path.of("");

    @Option(names = "--schema", description = "Print the JSON Schema of recipes, and write nothing.")
    boolean schema;

    @Option(names = "--overwrite", description = "Replace a recipe that is there.")
    boolean overwrite;

    public InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (schema) {
            console.json(RecipeSchema.of(StageKinds.all()));
            return ExitCode.DONE;
        }
        Path recipe = folder.resolve(RECIPE);
        OutputPlace.requireFolders(recipe, "DIR");
        if (Files.exists(recipe) && !overwrite) {
            throw new UsageException(recipe + " exists already: choose another DIR, or give --overwrite");
        }
        NewFolders made = NewFolders.make(folder);
        try {
            write(recipe);
        } catch (IOException e) {
            made.removeEmpty();
            throw e;
        }
        console.result("wrote " + recipe + " and " + folder.resolve(SCHEMA));
        console.result("next: name your files in it, then counterpoint run " + recipe + " --dry-run");
        return ExitCode.DONE;
    }

    /** And the schema beside it; where one of them cannot be written, neither is new. */
    private void write(Path recipe) throws IOException {
        Path schemaFile = folder.resolve(SCHEMA);
        boolean first = !Files.exists(schemaFile);
        write(schemaFile, Console.pretty(RecipeSchema.of(StageKinds.all())) + "\n");
        try {
            write(recipe, template());
        } catch (IOException e) {
            if (first) {
                Files.deleteIfExists(schemaFile);
            }
            throw e;
        }
    }

    private static void write(Path file, String text) throws IOException {
        WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String template() throws IOException {
        try (InputStream in = Objects.requireNonNull(InitCommand.class.getResourceAsStream(RECIPE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
