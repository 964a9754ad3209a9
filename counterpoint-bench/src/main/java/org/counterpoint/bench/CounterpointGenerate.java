package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code counterpoint generate}, started as users start it.
 *
 * @param precision as {@code --precision} names it
 * @param arguments what to add to the command line
 */
record CounterpointGenerate(Path launcher, String precision, List<String> arguments) implements AnsweringPeer {
    CounterpointGenerate {
        arguments = List.copyOf(arguments);
    }

    @Override
    public String name() {
        return "counterpoint-" + precision;
    }

    @Override
    public String arithmetic() {
        return precision.equals("fp32") ? "fp32" : "bf16";
    }

    @Override
    public boolean ours() {
        return true;
    }

    @Override
    public Run run(Path model, Path prompts, int count, int newTokens, Path folder)
            throws IOException, InterruptedException {
        Path answers = folder.resolve("answers.jsonl");
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "generate",
                "--model",
                model.toString(),
                "--data",
                prompts.toString(),
                "--out",
                answers.toString(),
                "--max-new-tokens",
                Integer.toString(newTokens),
                "--precision",
                precision,
                "--json"));
        command.addAll(arguments);
        MeasuredProcess.Outcome outcome = MeasuredProcess.run(command, Map.of(), folder);
        JsonMapper json = new JsonMapper();
        int tokens = 0;
        for (String line : Files.readAllLines(answers)) {
            tokens += json.readTree(line).required("tokens").intValue();
        }
        double seconds =
                json.readTree(outcome.stdout()).required("elapsed_seconds").doubleValue();
        return new Run(name(), count, tokens, seconds, outcome.peakBytes(), String.join(" ", command));
    }
}
