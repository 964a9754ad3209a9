package org.counterpoint.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.counterpoint.app.ExitCode;
import org.counterpoint.console.Console;
import org.counterpoint.demo.Demo;
import org.counterpoint.demo.DemoSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The embedded recipe. */
@Command(
        name = "demo",
        header = "Compare SFT, SLiC and DPO on a small world of the project's own.",
        description = {
            "Three small models of different strength answered; pairs are built from their answers; a starter model"
                    + " learns from them in many ways; its answers to instructions that no model was trained on are graded"
                    + " exactly. A few minutes on two cores, no network. Given again, it goes on where it was stopped."
        },
        footer = {"Examples:", "  counterpoint demo", "  counterpoint demo --full --out demo-full --json"})
public final class DemoCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--out",
            defaultValue = "demo-run",
            paramLabel = "DIR",
            description = "Where everything is kept (${DEFAULT-VALUE}).")
    Path out = Path.of("");

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "The first seed (${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--full", description = "Five seeds an arm, from --seed on; five times as long.")
    boolean full;

    @Mixin
    JsonOption json = new JsonOption();

    @Option(names = "--smallest", hidden = true)
    boolean smallest;

    public DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        DemoSize size = smallest ? DemoSize.smallest() : full ? DemoSize.full(seed) : DemoSize.usual(seed);
        Demo.Outcome outcome = new Demo(out, size, console).run();
        if (json.given) {
            console.json(outcome.standings());
        } else {
            outcome.lines().forEach(console::result);
            console.result("");
            console.result("report: " + outcome.report());
        }
        return ExitCode.DONE;
    }
}
