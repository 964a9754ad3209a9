package org.counterpoint.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Origin;
import org.counterpoint.data.write.LedgerFile;
import scala.Tuple2;

/**
 * The second reading of a part: each element goes, once, to the task that makes its group. What holds none goes to the
 * part's ledger.
 *
 * @param work the folder of the job
 * @param ledgers takes where the ledger of each part is, more than once where its task is repeated
 */
record JoinRouting<T, E>(
        Opening<T> opening,
        JoinForm<E> form,
        Lines lines,
        Ranges ranges,
        int targets,
        String work,
        Broadcast<SerializableConfiguration> hadoop,
        CollectionAccumulator<ReadLedger> ledgers)
        implements Serializable {
    Iterator<Tuple2<Long, byte[]>> route(Iterator<T> content, Iterator<Tuple2<Long, byte[]>> found) {
        int part = TaskContext.getPartitionId();
        return content.hasNext()
                ? new ChunkWriter(part, targets, new Reading(part, content, new Firsts(found)))
                : Collections.emptyIterator();
    }

    private final class Reading implements ChunkWriter.Source {
        private final int part;
        private final Firsts firsts;
        private final OpenPart open;
        private final TaskFolder folder;
        private final LedgerFile file;
        private final CountingLedger ledger;
        private final JoinForm.Reader<E> reader;
        private long number;

        Reading(int part, Iterator<T> content, Firsts firsts) {
            this.part = part;
            this.firsts = firsts;
            this.folder = TaskFolder.of(work, "read-" + part, hadoop.value().value());
            try {
                this.open = opening.open(content, lines.first(part));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            this.file = new LedgerFile(folder.folder().resolve(PairFiles.LEDGER));
            this.ledger = new CountingLedger(file);
            this.reader = form.open(part, open.rows(), ledger);
        }

        @Override
        public boolean next(ChunkWriter out) {
            E element = reader.next();
            if (element == null) {
                end();
                return false;
            }
            long first = firsts.of(number);
            long[] conflict = firsts.conflict(number);
            Origin contradicts =
                    conflict == null ? null : lines.origin(AnswerPlace.part(conflict[0]), conflict[1], conflict[2]);
            out.put(ranges.target(first), record -> {
                record.writeLong(first);
                form.write(element, contradicts, record);
            });
            number++;
            return true;
        }

        private void end() {
            try (folder;
                    open) {
                file.close();
                ledgers.add(new ReadLedger(part, folder.finish(), ledger.byKind()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
