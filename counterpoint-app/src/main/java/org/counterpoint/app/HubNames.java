package org.counterpoint.app;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.answer.judge.JudgeChoices;
import org.counterpoint.app.command.FromHub;
import org.counterpoint.console.Console;
import org.counterpoint.console.FailedWork;
import org.counterpoint.console.UsageException;
import org.counterpoint.engine.ModelException;
import org.counterpoint.store.hub.HubException;
import org.counterpoint.store.hub.HubKind;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * {@code org/name[@revision]} in a folder's place, for every option that says {@link FromHub}: before a command runs, a
 * name becomes the folder in the local Hugging Face cache, and with {@code --download} what is missing there is fetched.
 * What lies here by that path wins. A GGUF file in a model's place becomes a folder as well ({@link GgufFiles}).
 *
 * @param environment such as {@link System#getenv()}
 */
record HubNames(Console console, Map<String, String> environment) implements IExecutionStrategy {

    private static final String DOWNLOAD = "--download";
    /** Options that are written as settings, and so have no field; and settings that are given by {@code --set}. */
    private static final Map<String, Named> SETTINGS = Map.of(
            "--" + JudgeChoices.MODEL_DIR.replace('_', '-'),
            new Named(HubKind.MODEL, false, false),
            "--verdicts",
            new Named(HubKind.DATASET, true, false),
            "evaluation.data",
            new Named(HubKind.DATASET, true, false),
            "evaluation.reward_model",
            new Named(HubKind.MODEL, false, false));

    /** Gives {@code --download} to a command that takes such names, and to those below it. */
    static void addTo(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.args().stream().anyMatch(arg -> kind(arg).isPresent())) {
            spec.addOption(OptionSpec.builder(DOWNLOAD)
                    .type(boolean.class)
                    .arity("0")
                    .description(
                            "A folder may be ORG/NAME[@REVISION] of the Hugging Face Hub, in the local cache: fetch"
                                    + " what that lacks.")
                    .build());
        }
        command.getSubcommands().values().forEach(HubNames::addTo);
    }

    /**
     * What an option's values name.
     *
     * @param file whether one file is meant, not a folder
     * @param weighted whether a weight may stand behind a name
     */
    record Named(HubKind kind, boolean file, boolean weighted) {}

    private static Optional<Named> kind(ArgSpec arg) {
        if (arg.userObject() instanceof Field field) {
            return Optional.ofNullable(field.getAnnotation(FromHub.class))
                    .map(named -> new Named(named.value(), named.file(), named.weighted()));
        }
        return arg instanceof OptionSpec option
                ? Optional.ofNullable(SETTINGS.get(option.longestName()))
                : Optional.empty();
    }

    /** Of {@code --set NAME=VALUE}: the values of some settings are names too. */
    private static Optional<Named> ofSetting(ArgSpec arg, Object value) {
        boolean set = arg instanceof OptionSpec option && option.longestName().equals("--set");
        String text = value.toString();
        return set && text.contains("=")
                ? Optional.ofNullable(SETTINGS.get(text.substring(0, text.indexOf('='))))
                : Optional.empty();
    }

    @Override
    public int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (!last.isUsageHelpRequested() && !last.isVersionHelpRequested()) {
            resolve(last);
        }
        return new RunLast().execute(parsed);
    }

    private void resolve(ParseResult parsed) {
        boolean download = parsed.matchedOptionValue(DOWNLOAD, false);
        // Whoever names the base has it.
        boolean base = download && !parsed.hasMatchedOption("--base") && !parsed.hasMatchedOption("--adapter");
        HubPlaces names = new HubPlaces(environment, console, download, base);
        try {
            for (ArgSpec arg : parsed.matchedArgs()) {
                Optional<Named> kind = kind(arg);
                if (arg.getValue() instanceof List<?> values) {
                    List<Object> found = new ArrayList<>();
                    for (Object value : values) {
                        found.add(kind.or(() -> ofSetting(arg, value))
                                .map(named -> names.resolved(named, value))
                                .orElse(value));
                    }
                    if (!found.equals(values)) {
                        arg.setValue(found);
                    }
                } else if (kind.isPresent()) {
                    arg.setValue(names.resolved(kind.get(), arg.getValue()));
                }
            }
        } catch (ModelException | FailedWork | UsageException e) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
        } catch (HubException e) {
            RuntimeException told = e.wayFailed()
                    ? new FailedWork(String.valueOf(e.getMessage()))
                    : new UsageException(String.valueOf(e.getMessage()));
            throw new ExecutionException(parsed.commandSpec().commandLine(), String.valueOf(e.getMessage()), told);
        }
    }
}
