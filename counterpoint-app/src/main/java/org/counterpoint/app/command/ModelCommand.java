package org.counterpoint.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands about model folders. */
@Command(
        name = "model",
        header = "Make a new model, look into one, or merge an adapter into its base.",
        footer = {
            "Examples:",
            "  counterpoint model init --config config.json --tokenizer tokenizer.json --out tiny",
            "  counterpoint model inspect SmolLM2-135M-Instruct",
            "  counterpoint model merge --model run/final --out merged"
        })
public final class ModelCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(new CommandLine(spec), "say what to do: init, inspect or merge");
    }
}
