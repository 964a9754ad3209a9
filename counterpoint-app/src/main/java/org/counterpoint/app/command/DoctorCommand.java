package org.counterpoint.app.command;

import java.util.concurrent.Callable;
import org.counterpoint.app.ExitCode;
import org.counterpoint.app.doctor.Doctor;
import org.counterpoint.app.doctor.DoctorText;
import org.counterpoint.app.doctor.Examination;
import org.counterpoint.app.doctor.NativeProbe;
import org.counterpoint.console.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What this machine has, what slows it, and whether the native parts load. */
@Command(
        name = "doctor",
        header = "Examine this machine: what it has, what slows it, whether the native parts load.",
        footer = {
            "Exits with 1 where something keeps the program from working.",
            "",
            "Examples:",
            "  counterpoint doctor",
            "  counterpoint doctor --json | jq .findings"
        })
public final class DoctorCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    JsonOption json = new JsonOption();

    public DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Examination seen = new Doctor(System.getenv(), NativeProbe::probe).examine();
        if (json.given) {
            console.json(seen);
        } else {
            DoctorText.lines(seen).forEach(console::result);
        }
        return seen.works() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
