package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.counterpoint.console.Console;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandLineTest {

    @Test
    void aMistypedCommandIsRefusedWithTheNearestName() {
        Shell.Result result = Shell.run("doctr");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("""
            counterpoint: unknown command 'doctr'
            did you mean doctor?
            see: counterpoint --help
            """);
    }

    @Test
    void aMistypedOptionIsRefusedWithTheNearestName() {
        Shell.Result result = Shell.run("doctor", "--jsno");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("""
            counterpoint doctor: unknown option '--jsno'
            did you mean --json?
            see: counterpoint doctor --help
            """);
    }

    @Test
    void withoutACommandNothingIsDone() {
        Shell.Result result = Shell.run();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("counterpoint: a command is missing\n");
    }

    @Test
    void theVersionIsTheBuilds() {
        assertThat(Shell.run("--version").out()).matches("counterpoint \\d+\\.\\d+\\.\\d+.*\\R");
    }

    @Test
    void everyCommandBearsTheNameItIsCalledBy() {
        everything().getSubcommands().forEach((name, command) -> assertThat(command.getCommandName())
                .isEqualTo(name));
    }

    private static CommandLine everything() {
        return Commands.tree(Console.plain(System.out, System.err), Commands.NAMES, Map.of());
    }

    static Stream<List<String>> everyCommand() {
        List<List<String>> paths = new ArrayList<>();
        collect(everything(), List.of(), paths);
        return paths.stream();
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> into) {
        into.add(path);
        command.getSubcommands().forEach((name, sub) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(sub, longer, into);
        });
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void everyCommandHelpsWithExamples(List<String> path) {
        List<String> args = new ArrayList<>(path);
        args.add("--help");
        Shell.Result result = Shell.run(args.toArray(String[]::new));
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("Usage: counterpoint").contains("--stacktrace");
        assertThat(result.out()).contains("Examples:");
        assertThat(result.out().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void theCompletionScriptKnowsEveryCommand() {
        Shell.Result result = Shell.run("completion", "zsh");
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("complete -F").contains("doctor");
    }
}
