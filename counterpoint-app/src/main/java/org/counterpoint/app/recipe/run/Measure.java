package org.counterpoint.app.recipe.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.counterpoint.app.recipe.stage.Size;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.ModelInspection;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How large files and models are, without reading much of them. */
final class Measure {
    private static final int LOOKED_AT = 8 << 20;
    /** Of English text in the tokenizers of the LLaMA family, about. */
    private static final double BYTES_A_TOKEN = 4.2;

    private final Map<Path, Size> known = new HashMap<>();

    Size of(Path path) throws IOException {
        Size before = known.get(path);
        if (before != null) {
            return before;
        }
        Size size = measured(path);
        known.put(path, size);
        return size;
    }

    private Size measured(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (ModelFolder folder = ModelFolder.open(path)) {
                return new Size(0, 0, ModelInspection.of(folder).parameters());
            } catch (ModelException e) {
                return Size.NONE; // what is wrong with it is told when it is used
            }
        }
        return Files.isRegularFile(path) ? file(path) : Size.NONE;
    }

    private Size file(Path path) throws IOException {
        if (String.valueOf(path.getFileName()).equals("answers.json") && Files.size(path) < LOOKED_AT) {
            Size listed = listed(path);
            if (listed.rows() > 0) {
                return listed;
            }
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(LOOKED_AT);
        }
        long rows = 0;
        boolean array = path.toString().endsWith(".json");
        for (int i = 0; i < head.length; i++) {
            rows += array ? elements(head, i) : head[i] == '\n' ? 1 : 0;
        }
        double scale = head.length == 0 ? 0 : (double) Files.size(path) / head.length;
        return new Size(Math.round(rows * scale), Math.round(Files.size(path) / BYTES_A_TOKEN), 0);
    }

    /** In an array of flat rows each row begins with a brace. */
    private static int elements(byte[] head, int at) {
        return head[at] == '{' ? 1 : 0;
    }

    /** What an answers stage lists. */
    private Size listed(Path index) throws IOException {
        long rows = 0;
        long tokens = 0;
        try {
            for (JsonNode file :
                    JsonMapper.shared().readTree(Files.readString(index)).path("files")) {
                Path path = index.resolveSibling(file.path("path").asString(""));
                if (!path.equals(index)) {
                    Size size = of(path);
                    rows += size.rows();
                    tokens += size.tokens();
                }
            }
        } catch (JacksonException e) {
            return Size.NONE;
        }
        return new Size(rows, tokens, 0);
    }
}
