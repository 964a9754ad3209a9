package org.counterpoint.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.counterpoint.console.Console;
import org.counterpoint.settings.Suggestions;
import org.counterpoint.train.objective.Methods;
import org.counterpoint.train.settings.TrainSchema;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, in a few lines, and which name was probably meant. */
record CommandLineErrors(Console console) implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        for (String line : lines(failure, command)) {
            console.note(line);
        }
        console.note("see: " + name + " --help");
        return ExitCode.WRONG_INPUT;
    }

    private static List<String> lines(ParameterException failure, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        List<String> lines = new ArrayList<>();
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String typed = unmatched.getUnmatched().get(0).replaceFirst("=.*$", "");
            lines.add(name + ": " + what(typed, command) + " '" + typed + "'");
            suggestion(typed, command).ifPresent(meant -> lines.add("did you mean " + meant + "?"));
        } else {
            lines.add(name + ": " + lowerFirst(String.valueOf(failure.getMessage())));
        }
        return lines;
    }

    /** What kind of thing the word was taken for. */
    private static String what(String typed, CommandLine command) {
        if (typed.startsWith("-")) {
            return "unknown option";
        }
        return command.getSubcommands().isEmpty() ? "unexpected argument" : "unknown command";
    }

    private static Optional<String> suggestion(String typed, CommandLine command) {
        if (!typed.startsWith("-")) {
            return Suggestions.nearest(typed, command.getSubcommands().keySet());
        }
        CommandSpec spec = command.getCommandSpec();
        List<String> options = spec.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .toList();
        return Suggestions.nearest(typed, options).or(() -> setting(typed, spec));
    }

    /** Settings of training are not options: who types one as an option is told how to give it. */
    private static Optional<String> setting(String typed, CommandSpec spec) {
        if (spec.findOption("--set") == null) {
            return Optional.empty();
        }
        Set<String> settings = Methods.all().stream()
                .flatMap(method -> TrainSchema.of(method).settings().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return Suggestions.nearest(typed, settings).map(name -> "--set " + name + "=...");
    }

    /** The parser begins its sentences with a capital; after "counterpoint pairs: " they go on in lower case. */
    private static String lowerFirst(String sentence) {
        boolean acronym = sentence.length() > 1 && Character.isUpperCase(sentence.charAt(1));
        return sentence.isEmpty() || acronym
                ? sentence
                : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
