package org.counterpoint.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.util.CollectionAccumulator;
import org.counterpoint.data.Key;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Origin;
import scala.Tuple2;

/**
 * The first reading of a part: of each element only what it is joined by goes on, forty bytes and, where it has an id,
 * some seventy more. Lines are numbered within the part, as nobody knows yet how many stand before it.
 *
 * @param accounts takes the account of each part, more than once where its task is repeated
 */
record JoinKeys<T, E>(Opening<T> opening, JoinForm<E> form, int targets, CollectionAccumulator<PartAccount> accounts)
        implements Serializable {
    /** A record of a prompt's key. */
    static final int PROMPT = 0;
    /** A record of an id's key. */
    static final int ID = 1;

    Iterator<Tuple2<Long, byte[]>> read(int part, Iterator<T> content) {
        return content.hasNext()
                ? new ChunkWriter(part, targets, new Reading(part, content))
                : Collections.emptyIterator();
    }

    private final class Reading implements ChunkWriter.Source {
        private final int part;
        private final OpenPart open;
        private final JoinForm.Reader<E> reader;
        private long elements;

        Reading(int part, Iterator<T> content) {
            this.part = part;
            try {
                this.open = opening.open(content, 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            this.reader = form.open(part, open.rows(), (Ledger) entry -> {});
        }

        @Override
        public boolean next(ChunkWriter out) {
            E element = reader.next();
            if (element == null) {
                end();
                return false;
            }
            long place = AnswerPlace.of(part, elements++);
            Key prompt = form.prompt(element);
            out.put(target(prompt), record -> {
                record.writeByte(PROMPT);
                record.writeLong(prompt.high());
                record.writeLong(prompt.low());
                record.writeLong(place);
            });
            String id = form.id(element);
            if (id != null) {
                Key key = Key.of(id);
                Origin origin = form.origin(element);
                out.put(target(key), record -> {
                    record.writeByte(ID);
                    record.writeLong(key.high());
                    record.writeLong(key.low());
                    record.writeLong(prompt.high());
                    record.writeLong(prompt.low());
                    record.writeLong(place);
                    record.writeLong(origin.line());
                    record.writeLong(origin.element());
                });
            }
            reader.count(element);
            return true;
        }

        private int target(Key key) {
            return (int) Math.floorMod(key.low(), (long) targets);
        }

        private void end() {
            accounts.add(new PartAccount(part, open.lines().getAsLong(), elements, reader.rows(), reader.counted()));
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
