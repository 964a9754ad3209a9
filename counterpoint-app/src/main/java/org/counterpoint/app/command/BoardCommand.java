package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.counterpoint.console.Console;
import org.counterpoint.serve.board.BoardServer;
import org.counterpoint.serve.board.BoardSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs as they go, in the browser. */
@Command(
        name = "board",
        header = "Show runs in the browser while they go.",
        description = {
            "A page for this machine only: curves of all arms together, what runs now and the time left, rollouts and"
                    + " answers as they come, what was left out, how busy the machine is, two runs against each other."
                    + " Runs are training runs and recipes' runs, wherever they lie below the folders; one that begins"
                    + " appears by itself. It changes nothing, unless --control lets it stop runs and go on with them."
        },
        footer = {
            "Examples:",
            "  counterpoint board",
            "  counterpoint board runs /data/more-runs --port 8080",
            "  counterpoint board runs --control"
        })
public final class BoardCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "DIR", description = "Folders below which runs are or will be (this folder).")
    List<Path> folders = new ArrayList<>();

    @Option(
            names = "--port",
            defaultValue = "8300",
            paramLabel = "N",
            description = "0: any that is free (${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--control",
            description = "Lets the page stop runs, and go on with those that it stopped (on Linux).")
    boolean control;

    public BoardCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Path> where = folders.isEmpty() ? List.of(Path.of("")) : folders;
        CountDownLatch ended = new CountDownLatch(1);
        try (BoardServer board = BoardServer.open(
                new BoardSettings(where.stream().map(Path::toAbsolutePath).toList(), port, control))) {
            console.note("board: open " + board.url() + " in a browser on this machine; Ctrl-C stops");
            ended.await();
        }
        return 0;
    }
}
