package org.counterpoint.console;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How many characters a terminal's line has. */
public final class TerminalWidth {
    private static final int USUAL = 80;
    private static final int SECONDS = 2;

    private TerminalWidth() {}

    /** 0 where the output goes to no terminal; what is usual where the terminal does not say. */
    public static int of(Console console) {
        return console.colours() ? asked() : 0;
    }

    private static int asked() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(SECONDS, TimeUnit.SECONDS) || stty.exitValue() != 0) {
                return USUAL;
            }
            String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            int width = Integer.parseInt(said.substring(said.indexOf(' ') + 1));
            return width > 0 ? width : USUAL;
        } catch (IOException | NumberFormatException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }
}
