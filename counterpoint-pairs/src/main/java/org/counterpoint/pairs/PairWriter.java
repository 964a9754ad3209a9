package org.counterpoint.pairs;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.counterpoint.data.JsonBytes;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.write.GroupLines;
import org.counterpoint.data.write.JsonLines;
import org.jspecify.annotations.Nullable;

/** {@code groups.jsonl}, {@code pairs.jsonl} and {@code origins.jsonl}, growing group by group. */
public final class PairWriter implements Closeable {
    /** Lines of more bytes than these are rare, and their room is not kept. */
    private static final int MOST_KEPT = 1 << 18;
    /** Many models with long answers make more pairs than memory holds; these are written one by one. */
    private static final int MOST_AT_ONCE = 1 << 23;

    private final JsonLines groups;
    private final JsonLines pairs;
    private final JsonLines origins;
    /** Lines that were written, for other groups: to make the room anew costs more than to fill it. */
    private final Deque<Lines> used = new ConcurrentLinkedDeque<>();

    public PairWriter(Path folder) {
        this.groups = new JsonLines(folder.resolve("groups.jsonl"));
        this.pairs = new JsonLines(folder.resolve("pairs.jsonl"));
        this.origins = new JsonLines(folder.resolve(PairsJob.ORIGINS));
    }

    /** What is written of a group, whole lines; the lines of its pairs only where they are not too much to be held. */
    public static final class Lines {
        private final JsonBytes parts = new JsonBytes();
        private final JsonBytes group = new JsonBytes();
        private final JsonBytes pairs = new JsonBytes();
        private final JsonBytes origins = new JsonBytes();
        private @Nullable GroupLines pairsToCome;
        private int count;

        private void make(ResponseGroup of) {
            GroupLines made = new GroupLines(of, parts);
            made.group(group).endLine();
            Origins.line(of, made, origins);
            pairsToCome = null;
            count = of.pairs().size();
            if ((long) count * parts.length() > MOST_AT_ONCE) {
                pairsToCome = made;
                return;
            }
            for (int i = 0; i < count; i++) {
                made.pair(i, pairs).endLine();
            }
        }

        private void clear() {
            group.clear();
            pairs.clear();
            origins.clear();
        }

        private boolean isLarge() {
            return pairs.room() > MOST_KEPT || group.room() > MOST_KEPT;
        }
    }

    /** Makes a group's lines, to be given to {@link #write} when its turn comes; safe to call from several threads. */
    public Lines lines(ResponseGroup group) {
        Lines known = used.pollFirst();
        Lines lines = known == null ? new Lines() : known;
        lines.make(group);
        return lines;
    }

    /** Writes lines, which are no longer anybody's after that. */
    public void write(Lines lines) {
        groups.write(lines.group);
        origins.write(lines.origins);
        GroupLines toCome = lines.pairsToCome;
        if (toCome == null) {
            pairs.write(lines.pairs);
        } else {
            for (int i = 0; i < lines.count; i++) {
                lines.pairs.clear();
                pairs.write(toCome.pair(i, lines.pairs).endLine());
            }
        }
        if (!lines.isLarge()) {
            lines.clear();
            used.addFirst(lines);
        }
    }

    @Override
    public void close() {
        try (groups;
                pairs) {
            origins.close();
        }
    }
}
