package org.counterpoint.pairs;

import java.io.Closeable;
import java.nio.file.Path;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.write.GroupLines;
import org.counterpoint.data.write.JsonBytes;
import org.counterpoint.data.write.JsonLines;

/** {@code groups.jsonl}, {@code pairs.jsonl} and {@code origins.jsonl}, growing group by group. */
final class PairWriter implements Closeable {
    private final JsonLines groups;
    private final JsonLines pairs;
    private final JsonLines origins;

    PairWriter(Path folder) {
        this.groups = new JsonLines(folder.resolve("groups.jsonl"));
        this.pairs = new JsonLines(folder.resolve("pairs.jsonl"));
        this.origins = new JsonLines(folder.resolve(PairsJob.ORIGINS));
    }

    /** What is written of a group, whole lines: made by any thread, before its turn. */
    record Lines(JsonBytes group, JsonBytes pairs, JsonBytes origins) {
        static Lines of(ResponseGroup group) {
            GroupLines lines = new GroupLines(group);
            return new Lines(lines.group(), lines.pairs(), Origins.line(group));
        }
    }

    void write(Lines lines) {
        groups.write(lines.group());
        pairs.write(lines.pairs());
        origins.write(lines.origins());
    }

    @Override
    public void close() {
        try (groups;
                pairs) {
            origins.close();
        }
    }
}
