package org.counterpoint.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.counterpoint.app.ExitCode;
import org.counterpoint.app.console.Console;
import org.counterpoint.app.demo.Demo;
import org.counterpoint.app.demo.DemoReport;
import org.counterpoint.app.demo.DemoSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job on a small world. */
@Command(
        name = "demo",
        header = "Go the whole way once on a small world made on the spot.",
        description = {
            "Three teachers with known error rates answer; pairs are built; a tiny new model learns by SFT and then DPO; its"
                    + " answers to prompts it has not seen are graded exactly. A few minutes on two cores, no network."
                    + " Given again, it goes on where it was stopped."
        },
        footer = {"Examples:", "  counterpoint demo", "  counterpoint demo --out /tmp/demo --seed 7 --json"})
public final class DemoCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--out",
            defaultValue = "counterpoint-demo",
            paramLabel = "DIR",
            description = "Where everything is kept (${DEFAULT-VALUE}).")
    Path out = Path.of("");

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Another world (${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--json", description = "Print the scores as one JSON object.")
    boolean json;

    @Option(names = "--smallest", hidden = true)
    boolean smallest;

    public DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        DemoSize size = smallest ? DemoSize.SMALLEST : DemoSize.USUAL;
        DemoReport report = new Demo(out, size, seed, console).run();
        if (json) {
            console.json(report.toMap());
        } else {
            report.lines().forEach(console::result);
            console.result("");
            report.conclusions().forEach(console::result);
            console.result("");
            paths();
        }
        return ExitCode.DONE;
    }

    private void paths() {
        console.result("Kept in " + out + ":");
        console.result("  answers/    what the three teachers answered");
        console.result("  pairs/      groups.jsonl, pairs.jsonl, ledger.jsonl, summary.json");
        console.result("  parts/      train.jsonl, held-out.jsonl");
        console.result("  start/      the new model; sft/final/ and dpo/final/ the trained ones");
        console.result("  sft/, dpo/  run.json, metrics.jsonl, TensorBoard events, checkpoints");
        console.result("  generated/  the answers that were graded");
    }
}
