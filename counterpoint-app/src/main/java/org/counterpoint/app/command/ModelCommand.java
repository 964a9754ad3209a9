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
        header = "Make a new model, look into one, merge an adapter into its base, or bring one from GGUF.",
        footer = {
            "Examples:",
            "  counterpoint model init --config config.json --tokenizer tokenizer.json --out tiny",
            "  counterpoint model inspect SmolLM2-135M-Instruct",
            "  counterpoint model merge --model run/final --out merged",
            "  counterpoint model import SmolLM2-135M-Instruct.Q8_0.gguf --out SmolLM2"
        })
public final class ModelCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(new CommandLine(spec), "say what to do: init, inspect, merge or import");
    }
}
