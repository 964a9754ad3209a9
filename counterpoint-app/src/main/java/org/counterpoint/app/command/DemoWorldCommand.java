package org.counterpoint.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.counterpoint.app.ExitCode;
import org.counterpoint.demo.world.Split;
import org.counterpoint.demo.world.Task;
import org.counterpoint.demo.world.TaskFile;
import org.counterpoint.demo.world.World;
import org.counterpoint.demo.world.WorldFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the files from which the demo's models were made. */
@Command(
        name = "demo-world",
        hidden = true,
        header = "Write files of the demo's world: what its models are made from (recipes/demo-world).",
        footer = {"Examples:", "  counterpoint demo-world tasks --split TEST --count 600 --unseen 60 --out tasks.jsonl"
        })
public final class DemoWorldCommand implements Callable<Integer> {

    /** What may be written. */
    enum What {
        PARTS,
        ANSWERS,
        TASKS
    }

    @Parameters(paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}")
    What what = What.TASKS;

    @Option(names = "--out", required = true, paramLabel = "PATH", description = "File, or folder of model parts.")
    Path out = Path.of("");

    @Option(names = "--count", defaultValue = "1000", paramLabel = "N", description = "Rows (${DEFAULT-VALUE}).")
    int count;

    @Option(names = "--unseen", defaultValue = "0", paramLabel = "N", description = "Further tasks, unseen family.")
    int unseen;

    @Option(names = "--all", description = "Answers to all families, the unseen one too.")
    boolean all;

    @Option(names = "--care", defaultValue = "100", paramLabel = "C", description = "Of who answers, in log-odds.")
    double care;

    @Option(names = "--spread", defaultValue = "0", paramLabel = "S", description = "How far they differ in care.")
    double spread;

    @Option(names = "--split", defaultValue = "TRAIN", description = "Of tasks: ${COMPLETION-CANDIDATES}.")
    Split split = Split.TRAIN;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Of the draw (${DEFAULT-VALUE}).")
    long seed;

    @Override
    public Integer call() throws IOException {
        switch (what) {
            case PARTS -> WorldFiles.modelParts(out);
            case ANSWERS -> WorldFiles.answers(out, count, all, care, spread, seed);
            case TASKS -> {
                List<Task> tasks = new ArrayList<>(World.tasks(split, count, seed));
                tasks.addAll(World.unseenTasks(split, unseen, seed));
                TaskFile.write(out, tasks);
            }
        }
        return ExitCode.DONE;
    }
}
