package org.counterpoint.app;

import java.util.concurrent.Callable;
import org.counterpoint.console.VersionLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all commands: it holds what they have in common and does nothing itself. */
@Command(
        name = "counterpoint",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionLine.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        headerHeading = "",
        synopsisHeading = "%nUsage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%n",
        footerHeading = "%n",
        header = "Post-train language models on preference pairs built from several models' answers.",
        footer = {
            "Examples:",
            "  counterpoint pairs --answers gpt4=a.jsonl --answers chatgpt=b.jsonl --order gpt4,chatgpt --out pairs",
            "  counterpoint train dpo --model sft/final --data pairs/groups.jsonl --out dpo",
            "",
            "counterpoint COMMAND --help tells more of a command."
        })
final class Counterpoint implements Callable<Integer> {

    /** Seen by {@link Commands} as it stands in the command line. */
    static final String STACKTRACE = "--stacktrace";

    @Option(
            names = STACKTRACE,
            scope = ScopeType.INHERIT,
            order = 900,
            description = "Show where in the program an error arose.")
    boolean stacktrace;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(new CommandLine(spec), "a command is missing");
    }
}
