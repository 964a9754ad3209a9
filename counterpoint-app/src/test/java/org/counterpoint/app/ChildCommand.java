package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDeathEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        return start(folder, Map.of(), List.of(), arguments);
    }

    /** The same, as a launcher would. */
    static ChildCommand start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        return start(folder, environment, List.of(), arguments);
    }

    private static ChildCommand start(
            Path folder, Map<String, String> environment, List<String> options, String... arguments)
            throws IOException {
        // Whoever builds in the background, as by nohup, hands an ignored SIGINT down, which a JVM leaves ignored.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--add-modules=jdk.incubator.vector"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(folder, "child", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ChildCommand(builder.start(), log);
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

    /**
     * Runs a command and kills it where it first comes to a method, in its process and before the method does anything: for moments that are
     * too short to be seen from outside.
     */
    static void killedAt(Path folder, String type, String method, String... arguments) throws Exception {
        killedAt(folder, Map.of(), new Call(type, method, 1), arguments);
    }

    /** A method's so-manieth call in a process. */
    record Call(String type, String method, int times) {}

    /** The same, at a later call, of a process that a launcher started. */
    static void killedAt(Path folder, Map<String, String> environment, Call call, String... arguments)
            throws Exception {
        ListeningConnector debugger = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                .filter(one -> one.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> place = debugger.defaultArguments();
        place.get("port").setValue("");
        place.get("localAddress").setValue("127.0.0.1");
        place.get("timeout").setValue("" + TimeUnit.MINUTES.toMillis(2));
        String address = debugger.startListening(place);
        try (ChildCommand child = start(
                folder,
                environment,
                List.of("-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=127.0.0.1:"
                        + address.substring(address.indexOf(':') + 1)),
                arguments)) {
            VirtualMachine machine = debugger.accept(place);
            ClassPrepareRequest loaded = machine.eventRequestManager().createClassPrepareRequest();
            loaded.addClassFilter(call.type());
            loaded.enable();
            boolean there = false;
            while (!there) {
                EventSet events = machine.eventQueue().remove(TimeUnit.MINUTES.toMillis(2));
                assertThat(events).as("it takes too long: " + child.output()).isNotNull();
                for (Event event : events) {
                    assertThat(event)
                            .as("the moment never came: " + child.output())
                            .isNotInstanceOf(VMDeathEvent.class)
                            .isNotInstanceOf(VMDisconnectEvent.class);
                    if (event instanceof ClassPrepareEvent prepared) {
                        for (Method one : prepared.referenceType().methodsByName(call.method())) {
                            BreakpointRequest reached =
                                    machine.eventRequestManager().createBreakpointRequest(one.location());
                            reached.addCountFilter(call.times());
                            reached.enable();
                        }
                    }
                    there |= event instanceof BreakpointEvent;
                }
                if (!there) {
                    events.resume();
                }
            }
            child.kill(() -> true);
        } finally {
            debugger.stopListening(place);
        }
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
