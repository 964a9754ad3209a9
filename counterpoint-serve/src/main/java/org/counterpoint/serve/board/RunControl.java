package org.counterpoint.serve.board;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.counterpoint.serve.page.PageError;
import org.counterpoint.store.FolderLock;
import org.jspecify.annotations.Nullable;

/**
 * Stops runs, and goes on with those that were stopped here. Only the process that holds a run's folder is told to end, by
 * the signal at which it keeps its running step. What a run is gone on with is the command of that very process, as the
 * system told it before, in its folder and with its environment: nothing that a file says is ever started.
 */
final class RunControl {
    private static final String PROGRAM = "org.counterpoint.app.Main";
    private static final long SECONDS_TO_FAIL = 3;
    private static final int WORDS_OF_A_FAILURE = 600;
    /** Given again it would begin anew, where going on is asked for. */
    private static final String OVERWRITE = "--overwrite";

    private final Map<String, Command> commands = new ConcurrentHashMap<>();

    /** A process as it was started. */
    private record Command(List<String> words, Path folder, Map<String, String> environment) {}

    /** Whether the run is one that was stopped here. */
    boolean knows(String id) {
        return commands.containsKey(id);
    }

    /**
     * Tells a run to end; it does so after its running step, and keeps what it did.
     *
     * @throws PageError where no process of this program holds it
     */
    void stop(FoundRun run) throws PageError {
        ProcessHandle process =
                FolderLock.holder(run.folder()).orElseThrow(() -> new PageError(409, run.name() + " does not run"));
        Command command = command(process);
        if (command == null) {
            throw new PageError(409, run.name() + " is held by a process that is not this program's");
        }
        commands.put(run.id(), command);
        if (!process.destroy()) {
            throw new PageError(409, run.name() + " could not be told to stop");
        }
    }

    private static @Nullable Command command(ProcessHandle process) {
        Path place = Path.of("/proc", String.valueOf(process.pid()));
        try {
            List<String> words = parts(place.resolve("cmdline"));
            if (!words.contains(PROGRAM)) {
                return null;
            }
            Map<String, String> environment = new LinkedHashMap<>();
            for (String variable : parts(place.resolve("environ"))) {
                int equals = variable.indexOf('=', 1);
                if (equals > 0) {
                    environment.put(variable.substring(0, equals), variable.substring(equals + 1));
                }
            }
            return new Command(
                    words.stream().filter(word -> !word.equals(OVERWRITE)).toList(),
                    Files.readSymbolicLink(place.resolve("cwd")),
                    environment);
        } catch (IOException e) {
            return null; // it has ended, or is somebody else's
        }
    }

    private static List<String> parts(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        List<String> parts = new ArrayList<>(List.of(text.split("\0", -1)));
        // Each ends with a zero, the last one too.
        parts.remove(parts.size() - 1);
        return parts;
    }

    /**
     * Starts the same command again, in a session of its own: it does not end with the board.
     *
     * @throws PageError where it was not stopped here, still runs, or ends at once
     */
    void goOn(FoundRun run) throws PageError, InterruptedException {
        Command command = commands.get(run.id());
        if (command == null) {
            throw new PageError(409, run.name() + " was not stopped here; give its command again in a terminal");
        }
        if (FolderLock.holder(run.folder()).isPresent()) {
            throw new PageError(409, run.name() + " is still stopping");
        }
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(command.words());
        try {
            File log = Files.createTempFile("counterpoint-board-", ".log").toFile();
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(command.folder().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log);
            builder.environment().clear();
            builder.environment().putAll(command.environment());
            Process process = builder.start();
            if (process.waitFor(SECONDS_TO_FAIL, TimeUnit.SECONDS) && process.exitValue() != 0) {
                String said = Files.readString(log.toPath()).strip();
                throw new PageError(
                        409,
                        run.name() + " did not go on: "
                                + said.substring(Math.max(0, said.length() - WORDS_OF_A_FAILURE)));
            }
        } catch (IOException e) {
            throw new PageError(500, run.name() + " could not be started: " + e.getMessage());
        }
    }
}
