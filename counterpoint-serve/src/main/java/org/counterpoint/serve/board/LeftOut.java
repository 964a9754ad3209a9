package org.counterpoint.serve.board;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How many lines a ledger has by reason, counted on as it grows. */
final class LeftOut {
    static final String LEDGER = "ledger.jsonl";

    private final AppendedFile file;
    private final Map<String, Long> counts = new TreeMap<>();

    LeftOut(Path ledger) {
        this.file = new AppendedFile(ledger);
    }

    synchronized ObjectNode counts() throws IOException {
        file.read(counts::clear, line -> {
            if (!line.isBlank()) {
                counts.merge(reason(line), 1L, Long::sum);
            }
        });
        ObjectNode node = JsonMapper.shared().createObjectNode();
        counts.forEach(node::put);
        return node;
    }

    private static String reason(String line) {
        try {
            return JsonMapper.shared().readTree(line).path("reason").asString("?");
        } catch (JacksonException e) {
            return "?";
        }
    }
}
