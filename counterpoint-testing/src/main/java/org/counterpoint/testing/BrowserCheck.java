package org.counterpoint.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking at a page in a real browser by one of the scripts of this house.
 *
 * @param lacking what is not there that this needs, so that nothing was looked at; null where all is
 * @param fault what a person would stumble over; null where there is nothing
 */
public record BrowserCheck(
        @Nullable String lacking, @Nullable String fault) {
    /** A script's own exit code where it lacks what it needs. */
    private static final int LACKING = 2;

    private static final int MINUTES = 10;

    /**
     * @param script its name in {@code scripts}
     * @param page a file or an address
     * @param log to be written
     */
    public static BrowserCheck run(String script, String page, Path log) throws IOException, InterruptedException {
        if (!starts("node", "--version")) {
            return new BrowserCheck("there is no node (18 or newer)", null);
        }
        if (!Files.isExecutable(Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium")))) {
            return new BrowserCheck("there is no /usr/bin/chromium (or CHROMIUM)", null);
        }
        Process check = new ProcessBuilder("node", "../scripts/" + script, page)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!check.waitFor(MINUTES, TimeUnit.MINUTES)) {
            check.destroyForcibly();
            return new BrowserCheck(null, script + " does not end: " + Files.readString(log));
        }
        String said = Files.readString(log).strip();
        return switch (check.exitValue()) {
            case 0 -> new BrowserCheck(null, null);
            case LACKING -> new BrowserCheck(said, null);
            default -> new BrowserCheck(null, said);
        };
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
