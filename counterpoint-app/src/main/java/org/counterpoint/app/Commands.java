package org.counterpoint.app;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.counterpoint.app.command.BoardCommand;
import org.counterpoint.app.command.ChatCommand;
import org.counterpoint.app.command.CollectCommand;
import org.counterpoint.app.command.CompletionCommand;
import org.counterpoint.app.command.DemoCommand;
import org.counterpoint.app.command.DemoWorldCommand;
import org.counterpoint.app.command.DifficultyCommand;
import org.counterpoint.app.command.DoctorCommand;
import org.counterpoint.app.command.ExportCommand;
import org.counterpoint.app.command.GenerateCommand;
import org.counterpoint.app.command.InitCommand;
import org.counterpoint.app.command.JudgeCommand;
import org.counterpoint.app.command.LineageCommand;
import org.counterpoint.app.command.ModelCommand;
import org.counterpoint.app.command.ModelExportCommand;
import org.counterpoint.app.command.ModelImportCommand;
import org.counterpoint.app.command.ModelInitCommand;
import org.counterpoint.app.command.ModelInspectCommand;
import org.counterpoint.app.command.ModelMergeCommand;
import org.counterpoint.app.command.OrderCommand;
import org.counterpoint.app.command.PairsCommand;
import org.counterpoint.app.command.ReportCommand;
import org.counterpoint.app.command.RunCommand;
import org.counterpoint.app.command.ScoreCommand;
import org.counterpoint.app.command.ServeCommand;
import org.counterpoint.app.command.SettingOptions;
import org.counterpoint.app.command.SettingsCommand;
import org.counterpoint.app.command.SplitCommand;
import org.counterpoint.app.command.TrainCommand;
import org.counterpoint.app.command.WinrateCommand;
import org.counterpoint.console.Console;
import org.counterpoint.console.UsageException;
import org.counterpoint.console.VersionLine;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** All commands, wired to one console. Adding a command is a name and a line here. */
final class Commands {

    /** Wide enough that no example is broken over two lines. */
    private static final int HELP_WIDTH = 118;

    private static final String COMPLETION = "completion";

    /** In the order of the help. */
    static final List<String> NAMES = List.of(
            "demo",
            "init",
            "run",
            "demo-world",
            "lineage",
            "collect",
            "pairs",
            "split",
            "order",
            "difficulty",
            "export",
            "train",
            "settings",
            "score",
            "generate",
            "judge",
            "serve",
            "chat",
            "winrate",
            "model",
            "report",
            "board",
            "doctor",
            COMPLETION);

    private Commands() {}

    /** Runs a command line; the exit code is one of {@link ExitCode}'s. */
    static int execute(String[] args, Console plainConsole) {
        if (List.of(args).equals(List.of("--version")) || List.of(args).equals(List.of("-V"))) {
            plainConsole.result(VersionLine.text()); // what scripts ask most; no tree of commands is needed for it
            return ExitCode.DONE;
        }
        // Whoever works in a command, such as a recipe's stages, shows traces too: so it is looked for here.
        boolean traces = List.of(args).contains(Counterpoint.STACKTRACE);
        Console console = traces ? plainConsole.withTraces() : plainConsole;
        CommandLine tree = tree(console, needed(args), System.getenv());
        String[] plain;
        try {
            plain = SetOptions.rewrite(tree, args);
        } catch (UsageException e) {
            console.note("counterpoint: " + e.getMessage());
            return ExitCode.WRONG_INPUT;
        }
        try {
            return tree.execute(plain);
        } catch (OutOfMemoryError e) {
            long heap = Runtime.getRuntime().maxMemory() >> 20;
            console.note("counterpoint: the Java heap of " + heap + " MiB is too small for this (" + e.getMessage()
                    + ").\nGive it more with COUNTERPOINT_JAVA_OPTS=-Xmx" + 2 * heap + "m.");
            return ExitCode.FAILED;
        }
    }

    /** Where a line begins with a command's name no other is made: looking into all of them takes a fifth of a second. */
    private static List<String> needed(String[] args) {
        boolean one = args.length > 0 && NAMES.contains(args[0]) && !args[0].equals(COMPLETION);
        return one ? List.of(args[0]) : NAMES;
    }

    static CommandLine tree(Console console, List<String> names, Map<String, String> environment) {
        CommandLine root = new CommandLine(new Counterpoint());
        names.forEach(name -> root.addSubcommand(name, withSettings(command(name, console))));
        HubNames.addTo(root);
        return root.setUsageHelpWidth(HELP_WIDTH)
                .setUsageHelpAutoWidth(false)
                .setOut(writer(console.out()))
                .setErr(writer(console.err()))
                .setColorScheme(Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new CommandLineErrors(console))
                .setExecutionStrategy(new HubNames(console, environment))
                .setExecutionExceptionHandler(new Failures(console));
    }

    private static CommandLine withSettings(Object command) {
        CommandLine line = command instanceof CommandLine tree ? tree : new CommandLine(command);
        if (command instanceof SettingOptions.Holder holder) {
            holder.settings().addTo(line.getCommandSpec());
        }
        return line;
    }

    private static Object command(String name, Console console) {
        return switch (name) {
            case "demo" -> new DemoCommand(console);
            case "init" -> new InitCommand(console);
            case "run" -> new RunCommand(console);
            case "demo-world" -> new DemoWorldCommand();
            case "lineage" -> new LineageCommand(console);
            case "collect" -> new CollectCommand(console);
            case "pairs" -> new PairsCommand(console);
            case "split" -> new SplitCommand(console);
            case "order" -> new OrderCommand(console);
            case "difficulty" -> new DifficultyCommand(console);
            case "export" -> new ExportCommand(console);
            case "train" -> new TrainCommand(console);
            case "settings" -> new SettingsCommand(console);
            case "score" -> new ScoreCommand(console);
            case "generate" -> new GenerateCommand(console);
            case "judge" -> new JudgeCommand(console);
            case "serve" -> new ServeCommand(console);
            case "chat" -> new ChatCommand(console);
            case "winrate" -> new WinrateCommand(console);
            case "model" ->
                new CommandLine(new ModelCommand())
                        .addSubcommand(new ModelInitCommand(console))
                        .addSubcommand(new ModelInspectCommand(console))
                        .addSubcommand(new ModelMergeCommand(console))
                        .addSubcommand(new ModelImportCommand(console))
                        .addSubcommand(new ModelExportCommand(console));
            case "report" -> new ReportCommand(console);
            case "board" -> new BoardCommand(console);
            case "doctor" -> new DoctorCommand(console);
            case COMPLETION -> new CompletionCommand(console);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
