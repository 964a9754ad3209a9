package org.counterpoint.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.console.UsageException;
import org.counterpoint.settings.Suggestions;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code --set name=value} on any command: the same as its option {@code --name value}, with underscores for hyphens.
 * {@code --set block.name=value} is {@code --block name=value}. A command that has a {@code --set} of its own, as training has, keeps it.
 */
final class SetOptions {

    private SetOptions() {}

    /**
     * The command line with every {@code --set} as the option it stands for.
     *
     * @throws UsageException where a setting has no {@code =}, or no option has its name
     */
    static String[] rewrite(CommandLine root, String[] args) {
        CommandSpec spec = command(root, args).getCommandSpec();
        if (spec.findOption("--set") != null) {
            return args;
        }
        List<String> rewritten = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            if (arg.equals("--set") && i + 1 < args.length) {
                rewritten.add(option(spec, args[++i]));
            } else if (arg.startsWith("--set=")) {
                rewritten.add(option(spec, arg.substring("--set=".length())));
            } else {
                rewritten.add(arg);
            }
        }
        return rewritten.toArray(String[]::new);
    }

    private static CommandLine command(CommandLine root, String[] args) {
        CommandLine command = root;
        for (String arg : args) {
            CommandLine next = command.getSubcommands().get(arg);
            if (next == null) {
                break;
            }
            command = next;
        }
        return command;
    }

    private static String option(CommandSpec spec, String setting) {
        int equals = setting.indexOf('=');
        String name = equals < 0 ? setting : setting.substring(0, equals);
        if (equals < 1) {
            throw new UsageException("--set " + setting + ": write it as name=value");
        }
        Map<String, String> known = new TreeMap<>();
        for (OptionSpec option : spec.options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                known.put(option.longestName().replaceFirst("^--", "").replace('-', '_'), option.longestName());
            }
        }
        int dot = name.indexOf('.');
        String block = dot < 0 ? null : known.get(name.substring(0, dot).toLowerCase(Locale.ROOT));
        if (block != null) {
            return block + "=" + setting.substring(dot + 1);
        }
        String option = known.get(name.toLowerCase(Locale.ROOT));
        if (option == null) {
            throw new UsageException("--set " + setting + ": " + spec.name() + " has no setting " + name
                    + Suggestions.orAll(name, known.keySet()));
        }
        return option + setting.substring(equals);
    }
}
