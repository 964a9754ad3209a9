package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.counterpoint.console.Console;

/** Says what was not used. */
final class SetAside {

    private SetAside() {}

    /** One line with the counts by reason; none where everything was used. */
    static void print(Console console, Map<String, Long> byReason, Path ledger) {
        if (!byReason.isEmpty()) {
            String counts = byReason.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
            console.result("left out: " + counts + " (see " + ledger + ")");
        }
    }
}
