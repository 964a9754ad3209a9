package org.counterpoint.serve.board;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The end of a JSON Lines file, without reading what is before it. */
final class LastLines {
    private LastLines() {}

    /**
     * The objects of the whole lines within the last bytes, oldest first; what is none is left out.
     *
     * @return none where there is no file
     */
    static List<JsonNode> of(Path file, int bytes) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        byte[] end;
        boolean whole;
        try (FileChannel channel = FileChannel.open(file)) {
            long from = Math.max(0, channel.size() - bytes);
            whole = from == 0;
            end = AppendedFile.bytes(channel, from, bytes);
        } catch (NoSuchFileException e) {
            return objects;
        }
        int start = 0;
        for (int i = 0; i < end.length; i++) {
            if (end[i] == '\n') {
                if (start > 0 || whole) {
                    take(new String(end, start, i - start, StandardCharsets.UTF_8), objects);
                }
                start = i + 1;
            }
        }
        return objects;
    }

    private static void take(String line, List<JsonNode> objects) {
        try {
            JsonNode node = JsonMapper.shared().readTree(line);
            if (node.isObject()) {
                objects.add(node);
            }
        } catch (JacksonException e) {
            // Whoever reads the file for its content says so.
        }
    }
}
