package org.counterpoint.pairs;

import java.io.Closeable;
import java.nio.file.Path;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.write.GroupLines;
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

    /** What is written of a group: made by any thread, before its turn. */
    record Lines(GroupLines group, String origins) {
        static Lines of(ResponseGroup group) {
            return new Lines(new GroupLines(group), Origins.line(group));
        }
    }

    void write(ResponseGroup group, Lines lines) {
        lines.group().writeGroup(groups);
        group.pairs().forEach(pair -> lines.group().writePair(pair, pairs));
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
