package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A command in a process of its own, to be stopped or killed. */
public final class ChildCommand implements AutoCloseable {
    private static final int KILLED = 137;

    private final Process process;
    private final Path log;

    private ChildCommand(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param folder where it leaves what it says */
    public static ChildCommand start(Path folder, String... arguments) throws IOException {
        // Whoever builds in the background, as by nohup, hands an ignored SIGINT down, which a JVM leaves ignored.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(folder, "child", ".log");
        return new ChildCommand(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** Sends a signal when the moment has come, and waits for the end, which is that of an interrupt. */
    void interrupt(String signal, BooleanSupplier moment) throws Exception {
        when(moment);
        send(signal);
        assertThat(exit()).as(output()).isEqualTo(ExitCode.INTERRUPTED);
    }

    /** Kills it when the moment has come; nothing of it can run on. */
    public void kill(BooleanSupplier moment) throws Exception {
        when(moment);
        process.destroyForcibly();
        assertThat(exit()).as("killed by signal 9").isEqualTo(KILLED);
    }

    void when(BooleanSupplier moment) throws Exception {
        long latest = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!moment.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it takes too long: " + output()).isLessThan(latest);
            assertThat(process.isAlive())
                    .as("the moment never came: " + output())
                    .isTrue();
            Thread.sleep(2);
        }
    }

    void send(String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
    }

    int exit() throws Exception {
        assertThat(process.waitFor(2, TimeUnit.MINUTES))
                .as("it ends: " + output())
                .isTrue();
        return process.exitValue();
    }

    /** What it has said so far. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** How many lines a file has that another process writes; 0 where it is not there, or was just moved. */
    public static long lines(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file).lines().count() : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Ends it where a test failed before it had. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
