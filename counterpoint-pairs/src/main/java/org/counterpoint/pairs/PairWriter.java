package org.counterpoint.pairs;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.counterpoint.data.JsonBytes;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.write.GroupLines;
import org.counterpoint.data.write.JsonLines;

/** {@code groups.jsonl}, {@code pairs.jsonl} and {@code origins.jsonl}, growing group by group. */
public final class PairWriter implements Closeable {
    /** Lines of more bytes than these are rare, and their room is not kept. */
    private static final int MOST_KEPT = 1 << 18;

    private final JsonLines groups;
    private final JsonLines pairs;
    private final JsonLines origins;
    private final JsonBytes pair = new JsonBytes();
    /** Of lines that were written, for other groups: to make the room anew costs more than to fill it. */
    private final Deque<Room> rooms = new ConcurrentLinkedDeque<>();

    public PairWriter(Path folder) {
        this.groups = new JsonLines(folder.resolve("groups.jsonl"));
        this.pairs = new JsonLines(folder.resolve("pairs.jsonl"));
        this.origins = new JsonLines(folder.resolve(PairsJob.ORIGINS));
    }

    /** What is written of a group; its pairs, which have their texts in common, only as the pieces of their lines. */
    public static final class Lines {
        private final GroupLines pieces;
        private final int pairs;
        private final Room room;

        private Lines(ResponseGroup of, Room room) {
            this.pieces = new GroupLines(of, room.pieces);
            this.pairs = of.pairs().size();
            this.room = room;
            room.group.clear();
            pieces.group(room.group).endLine();
            room.origins.clear();
            Origins.line(of, pieces, room.origins);
        }
    }

    private record Room(JsonBytes pieces, JsonBytes group, JsonBytes origins) {
        Room() {
            this(new JsonBytes(), new JsonBytes(), new JsonBytes());
        }

        boolean isLarge() {
            return pieces.room() > MOST_KEPT || group.room() > MOST_KEPT;
        }
    }

    /** Makes a group's lines, to be given to {@link #write} when its turn comes; safe to call from several threads. */
    public Lines lines(ResponseGroup group) {
        Room known = rooms.pollFirst();
        return new Lines(group, known == null ? new Room() : known);
    }

    /** Writes lines, which are no longer anybody's after that. */
    public void write(Lines lines) {
        groups.write(lines.room.group);
        origins.write(lines.room.origins);
        for (int i = 0; i < lines.pairs; i++) {
            pair.clear();
            pairs.write(lines.pieces.pair(i, pair).endLine());
        }
        if (!lines.room.isLarge()) {
            rooms.addFirst(lines.room);
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
