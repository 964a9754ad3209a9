package org.counterpoint.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report in a real browser: what {@code scripts/browser-check} clicks, types and looks at. */
@Tag("slow")
class ReportInBrowserTest {
    /** The script's own exit code where it lacks what it needs. */
    private static final int LACKING = 2;

    @TempDir
    Path folder;

    @Test
    void aReaderMeetsNoFault() throws Exception {
        assumeTrue(starts("node", "--version"), "skipped: there is no node (18 or newer)");
        assumeTrue(
                Files.isExecutable(Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"))),
                "skipped: there is no /usr/bin/chromium (or CHROMIUM)");
        Path page = folder.resolve("report.html");
        ReportPage.write(ExampleReport.make(30), page);
        Path log = folder.resolve("log");
        Process check = new ProcessBuilder("node", "../scripts/browser-check", page.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(check.waitFor(10, TimeUnit.MINUTES)).as("it ends").isTrue();
        String said = Files.readString(log);
        assumeTrue(check.exitValue() != LACKING, "skipped: " + said.strip());
        assertThat(check.exitValue()).as(said).isZero();
    }

    private static boolean starts(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
