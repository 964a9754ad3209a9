package org.counterpoint.pairs.join;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Key;
import org.counterpoint.data.Origin;
import org.counterpoint.data.spill.KeyIndex;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.write.JsonForms;
import org.counterpoint.data.write.JsonLines;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Finds prompts that were not joined though only spaces, case, Unicode form or roles tell them apart. */
final class NearEqual {
    /** The file that names all of them. */
    static final String FILE = "near-equal.jsonl";

    private static final int EXAMPLES = 5;
    private static final int MOST_PLACES = 100;
    /** A place is packed into a long: the file's number above, the line below. */
    private static final int LINE_BITS = 44;

    private final KeyIndex byPlain;
    private final List<String> files = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    NearEqual(Scratch scratch) {
        this.byPlain = new KeyIndex(scratch);
    }

    void add(long plain, String name, long line) {
        int file = numbers.computeIfAbsent(name, added -> {
            files.add(added);
            return files.size() - 1;
        });
        byPlain.add(new Key(plain, 0), ((long) file << LINE_BITS) | line);
    }

    /** Names them in a file, which is not made where there are none. */
    JoinReport.NearEqualPrompts write(Path folder) {
        long prompts = 0;
        List<List<Origin>> examples = new ArrayList<>();
        Lines lines = new Lines(folder.resolve(FILE));
        try (lines) {
            List<Origin> same = new ArrayList<>();
            long first = -1;
            for (Iterator<KeyIndex.Entry> entries = byPlain.inOrder(); entries.hasNext(); ) {
                KeyIndex.Entry entry = entries.next();
                if (entry.first() != first) {
                    prompts += told(same, examples, lines);
                    same.clear();
                    first = entry.first();
                }
                same.add(place(entry.position()));
            }
            prompts += told(same, examples, lines);
        }
        return new JoinReport.NearEqualPrompts(prompts, examples);
    }

    private static int told(List<Origin> same, List<List<Origin>> examples, Lines lines) {
        if (same.size() < 2) {
            return 0;
        }
        lines.write(same);
        if (examples.size() < EXAMPLES) {
            examples.add(List.copyOf(same.subList(0, Math.min(MOST_PLACES, same.size()))));
        }
        return same.size();
    }

    private Origin place(long position) {
        return new Origin(files.get((int) (position >>> LINE_BITS)), position & ((1L << LINE_BITS) - 1));
    }

    /** Makes its file with the first line. */
    private static final class Lines implements AutoCloseable {
        private final Path path;
        private final List<JsonLines> open = new ArrayList<>(1);

        Lines(Path path) {
            this.path = path;
        }

        void write(List<Origin> same) {
            if (open.isEmpty()) {
                open.add(new JsonLines(path));
            }
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            ArrayNode places = line.putArray("places");
            same.forEach(origin -> JsonForms.place(places.addObject(), origin));
            open.get(0).write(line);
        }

        @Override
        public void close() {
            open.forEach(JsonLines::close);
        }
    }
}
