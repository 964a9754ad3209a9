package org.counterpoint.app;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.answer.judge.JudgeChoices;
import org.counterpoint.app.command.FromHub;
import org.counterpoint.console.Console;
import org.counterpoint.console.FailedWork;
import org.counterpoint.console.ProgressDisplay;
import org.counterpoint.console.UsageException;
import org.counterpoint.data.rows.Rows;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.weights.AdapterFolder;
import org.counterpoint.store.hub.Hub;
import org.counterpoint.store.hub.HubCache;
import org.counterpoint.store.hub.HubException;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.store.hub.HubName;
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
    private record Named(HubKind kind, boolean file, boolean weighted) {}

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
        Names names = new Names(Hub.of(environment), download, base);
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
                    // A setting's option keeps no value of its own.
                    arg.setValue(names.resolved(kind.get(), arg.typedValues().get(0)));
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

    /** Turns one value after the other into folders. */
    private final class Names {
        private final Hub hub;
        private final boolean download;
        private final boolean withBase;

        Names(Hub hub, boolean download, boolean withBase) {
            this.hub = hub;
            this.download = download;
            this.withBase = withBase;
        }

        /** Of the value's own type; a text may have {@code NAME=} before it, or {@code =WEIGHT} behind. */
        Object resolved(Named named, Object value) {
            if (value instanceof Path path) {
                return place(named, path.toString()).orElse(path);
            }
            String text = value.toString();
            int from = named.weighted() ? 0 : text.indexOf('=') + 1;
            int to = named.weighted() && text.contains("=") ? text.lastIndexOf('=') : text.length();
            return place(named, text.substring(from, to))
                    .map(found -> text.substring(0, from) + found + text.substring(to))
                    .orElse(text);
        }

        private Optional<Path> place(Named named, String text) {
            Optional<Path> found = folder(named.kind(), text);
            return named.file() ? found.map(folder -> onlyFile(text, folder)) : found;
        }

        private static Path onlyFile(String name, Path folder) {
            List<Path> files = HubCache.files(folder, Rows::isDataFile);
            if (files.size() != 1) {
                throw new UsageException(name + " has " + files.size() + " data files, and one is needed here: give its"
                        + " path, below " + folder);
            }
            return files.get(0);
        }

        private Optional<Path> folder(HubKind kind, String text) {
            Path path = Path.of(text);
            if (kind == HubKind.MODEL && GgufFiles.isOne(path)) {
                return Optional.of(new GgufFiles(environment).folder(path));
            }
            Optional<HubName> name = Files.exists(path) ? Optional.empty() : HubName.read(kind, text);
            if (name.isEmpty() || download) {
                return name.map(this::fetch);
            }
            // Beside files of one's own it is rather a path with a slip, about which whoever reads it has better words.
            Path parent = path.getParent();
            boolean slip = parent != null && Files.exists(parent) && !hub.holds(name.get());
            return slip ? Optional.empty() : Optional.of(hub.find(name.get()));
        }

        private Path fetch(HubName name) {
            Path folder;
            try (ProgressDisplay progress = new ProgressDisplay(console, "fetching " + name)) {
                folder = hub.fetch(
                        name,
                        Rows::isDataFile,
                        (done, total, file) -> progress.update(done >> 20, total >> 20, "MiB", file));
            }
            console.note(name + " is in " + folder);
            if (withBase && name.kind() == HubKind.MODEL && AdapterFolder.isOne(folder)) {
                AdapterFolder.baseName(folder)
                        .filter(base -> !Files.isDirectory(folder.resolve(base)))
                        .flatMap(base -> HubName.read(HubKind.MODEL, base))
                        .ifPresent(this::fetch);
            }
            return folder;
        }
    }
}
