package org.counterpoint.app;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
import org.counterpoint.app.command.ModelInitCommand;
import org.counterpoint.app.command.ModelInspectCommand;
import org.counterpoint.app.command.OrderCommand;
import org.counterpoint.app.command.PairsCommand;
import org.counterpoint.app.command.ReportCommand;
import org.counterpoint.app.command.RunCommand;
import org.counterpoint.app.command.ScoreCommand;
import org.counterpoint.app.command.SettingsCommand;
import org.counterpoint.app.command.SplitCommand;
import org.counterpoint.app.command.TrainCommand;
import org.counterpoint.app.command.WinrateCommand;
import org.counterpoint.app.console.Console;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** All commands, wired to one console. Adding a command is one line here. */
final class Commands {

    /** Wide enough that no example is broken over two lines. */
    private static final int HELP_WIDTH = 118;

    private Commands() {}

    /** Runs a command line; the exit code is one of {@link ExitCode}'s. */
    static int execute(String[] args, Console console) {
        CommandLine tree = tree(console);
        String[] plain;
        try {
            plain = SetOptions.rewrite(tree, args);
        } catch (UsageException e) {
            console.note("counterpoint: " + e.getMessage());
            return ExitCode.WRONG_INPUT;
        }
        return tree.execute(plain);
    }

    static CommandLine tree(Console console) {
        Counterpoint common = new Counterpoint();
        CommandLine root = new CommandLine(common)
                .addSubcommand(new DemoCommand(console))
                .addSubcommand(new InitCommand(console))
                .addSubcommand(new RunCommand(console))
                .addSubcommand(new DemoWorldCommand())
                .addSubcommand(new LineageCommand(console))
                .addSubcommand(new CollectCommand(console))
                .addSubcommand(new PairsCommand(console))
                .addSubcommand(new SplitCommand(console))
                .addSubcommand(new OrderCommand(console))
                .addSubcommand(new DifficultyCommand(console))
                .addSubcommand(new ExportCommand(console))
                .addSubcommand(new TrainCommand(console))
                .addSubcommand(new SettingsCommand(console))
                .addSubcommand(new ScoreCommand(console))
                .addSubcommand(new GenerateCommand(console))
                .addSubcommand(new JudgeCommand(console))
                .addSubcommand(new WinrateCommand(console))
                .addSubcommand(new CommandLine(new ModelCommand())
                        .addSubcommand(new ModelInitCommand(console))
                        .addSubcommand(new ModelInspectCommand(console)))
                .addSubcommand(new ReportCommand(console))
                .addSubcommand(new DoctorCommand(console))
                .addSubcommand(new CompletionCommand(console));
        return root.setUsageHelpWidth(HELP_WIDTH)
                .setUsageHelpAutoWidth(false)
                .setOut(writer(console.out()))
                .setErr(writer(console.err()))
                .setColorScheme(Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new CommandLineErrors(console))
                .setExecutionExceptionHandler(new Failures(console, common));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
