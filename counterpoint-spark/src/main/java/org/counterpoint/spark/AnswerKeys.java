package org.counterpoint.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.util.CollectionAccumulator;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Key;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Origin;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Refusals;
import org.counterpoint.data.Thoughts;
import org.counterpoint.data.forms.AnswerReader;
import org.counterpoint.pairs.ReadAnswers;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The first reading of a part: of each answer only what it is joined by goes on, forty bytes and, where it has an id,
 * some seventy more. Lines are numbered within the part, as nobody knows yet how many stand before it.
 *
 * @param models of each part the model that wrote all of it; null to take the rows' own
 * @param accounts takes the account of each part, more than once where its task is repeated
 */
record AnswerKeys<T>(
        Opening<T> opening,
        Models models,
        int targets,
        Refusals refusals,
        Thoughts thoughts,
        CollectionAccumulator<PartAccount> accounts)
        implements Serializable {
    /** A record of a prompt's key. */
    static final int PROMPT = 0;
    /** A record of an id's key. */
    static final int ID = 1;

    /** Of each part the model that wrote all of it; null to take the rows' own. */
    interface Models extends Serializable {
        @Nullable
        String of(int part);
    }

    Iterator<Tuple2<Long, byte[]>> read(int part, Iterator<T> content) {
        return content.hasNext()
                ? new ChunkWriter(part, targets, new Reading(part, content))
                : Collections.emptyIterator();
    }

    private final class Reading implements ChunkWriter.Source {
        private final int part;
        private final OpenPart open;
        private final AnswerReader reader;
        private final Set<String> names = new TreeSet<>();
        private long answers;
        private long refusing;
        private long cutOff;

        Reading(int part, Iterator<T> content) {
            this.part = part;
            try {
                this.open = opening.open(content, 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            this.reader = AnswerReader.ofPart(models.of(part), open.rows(), (Ledger) entry -> {});
        }

        @Override
        public boolean next(ChunkWriter out) {
            Answer answer = reader.next();
            if (answer == null) {
                end();
                return false;
            }
            long place = AnswerPlace.of(part, answers++);
            Key prompt = PromptIds.key(answer.prompt());
            out.put(target(prompt), record -> {
                record.writeByte(PROMPT);
                record.writeLong(prompt.high());
                record.writeLong(prompt.low());
                record.writeLong(place);
            });
            String id = answer.id();
            if (id != null) {
                Key key = Key.of(id);
                Origin origin = answer.origin();
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
            if (names.size() < ReadAnswers.MOST_MODELS) {
                names.add(answer.model());
            }
            refusing += refusals.matches(thoughts.part(answer.text()).answer()) ? 1 : 0;
            cutOff += "length".equals(answer.finish()) ? 1 : 0;
            return true;
        }

        private int target(Key key) {
            return (int) Math.floorMod(key.low(), (long) targets);
        }

        private void end() {
            accounts.add(new PartAccount(
                    part,
                    open.lines().getAsLong(),
                    answers,
                    reader.account(),
                    new ReadAnswers(names, reader.rowsRead(), refusing, cutOff)));
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
