package org.counterpoint.spark;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.counterpoint.data.Key;
import org.counterpoint.data.spill.KeyConflicts;
import org.counterpoint.data.spill.KeyIndex;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.spill.ValueFile;
import scala.Tuple2;

/**
 * Finds for each answer where its prompt stood first, and for an answer whose id stood with another prompt before, where
 * that was; and sends it back to the part that the answer is in.
 *
 * @param parts how many parts the input has
 */
record FirstPlaces(int parts) implements Serializable {
    /** A record of where an answer's prompt stood first. */
    static final int FIRST = 0;
    /** A record of where an answer's id stood first, with another prompt. */
    static final int CONFLICT = 1;

    Iterator<Tuple2<Long, byte[]>> find(int from, Iterator<Tuple2<Long, byte[]>> keys) {
        Scratch scratch = Tasks.scratch();
        KeyIndex prompts = new KeyIndex(scratch);
        KeyConflicts ids = new KeyConflicts(scratch);
        ValueFile<long[]> origins = new ValueFile<>(new LongsCodec(3), scratch);
        long[] key = new long[7];
        ChunkReader.each(keys, in -> {
            int kind = in.readByte();
            int values = kind == JoinKeys.PROMPT ? 3 : 7;
            for (int i = 0; i < values; i++) {
                key[i] = in.readLong();
            }
            if (kind == JoinKeys.PROMPT) {
                prompts.add(new Key(key[0], key[1]), key[2]);
            } else {
                ids.add(new Key(key[0], key[1]), new Key(key[2], key[3]), origins.add(new long[] {key[4], key[5], key[6]
                }));
            }
        });
        origins.finish();
        Map<Long, long[]> conflicts = new HashMap<>();
        ids.positions()
                .forEach((later, first) ->
                        conflicts.put(origins.decode(origins.raw(later))[0], origins.decode(origins.raw(first))));
        Iterator<KeyIndex.Entry> entries = prompts.inOrder();
        Iterator<Map.Entry<Long, long[]>> contradicting = conflicts.entrySet().iterator();
        long[] first = {-1, 0};
        return new ChunkWriter(from, parts, out -> {
            if (entries.hasNext()) {
                KeyIndex.Entry entry = entries.next();
                if (entry.first() != first[0]) {
                    first[0] = entry.first();
                    first[1] = entry.position();
                }
                long place = entry.position();
                long firstPlace = first[1];
                out.put(AnswerPlace.part(place), record -> {
                    record.writeByte(FIRST);
                    record.writeLong(place);
                    record.writeLong(firstPlace);
                });
                return true;
            }
            if (contradicting.hasNext()) {
                Map.Entry<Long, long[]> conflict = contradicting.next();
                out.put(AnswerPlace.part(conflict.getKey()), record -> {
                    record.writeByte(CONFLICT);
                    record.writeLong(conflict.getKey());
                    for (long value : conflict.getValue()) {
                        record.writeLong(value);
                    }
                });
                return true;
            }
            return false;
        });
    }
}
