package org.counterpoint.spark;

import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Key;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Origin;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Refusals;
import org.counterpoint.data.Thoughts;
import org.counterpoint.data.forms.AnswerReader;
import org.counterpoint.data.forms.RowAccount;
import org.counterpoint.data.rows.RowReader;
import org.counterpoint.pairs.ReadAnswers;
import org.jspecify.annotations.Nullable;

/** Rows that hold answers. */
record AnsweredRows(Models models, Refusals refusals, Thoughts thoughts) implements JoinForm<Answer> {
    private static final PlacedCodec CODEC = new PlacedCodec();

    /** Of each part the model that wrote all of it; null to take the rows' own. */
    interface Models extends Serializable {
        @Nullable
        String of(int part);
    }

    @Override
    public Reader<Answer> open(int part, RowReader rows, Ledger ledger) {
        return new Reading(AnswerReader.ofPart(models.of(part), rows, ledger));
    }

    @Override
    public Key prompt(Answer answer) {
        return PromptIds.key(answer.prompt());
    }

    @Override
    public @Nullable String id(Answer answer) {
        return answer.id();
    }

    @Override
    public Origin origin(Answer answer) {
        return answer.origin();
    }

    @Override
    public void write(Answer answer, @Nullable Origin contradicts, DataOutput out) throws IOException {
        CODEC.write(new PlacedCodec.Placed(answer, contradicts), out);
    }

    private final class Reading implements Reader<Answer> {
        private final AnswerReader reader;
        private final Set<String> names = new TreeSet<>();
        private long refusing;
        private long cutOff;

        Reading(AnswerReader reader) {
            this.reader = reader;
        }

        @Override
        public @Nullable Answer next() {
            return reader.next();
        }

        @Override
        public void count(Answer answer) {
            if (names.size() < ReadAnswers.MOST_MODELS) {
                names.add(answer.model());
            }
            refusing += refusals.matches(thoughts.part(answer.text()).answer()) ? 1 : 0;
            cutOff += "length".equals(answer.finish()) ? 1 : 0;
        }

        @Override
        public RowAccount rows() {
            return reader.account();
        }

        @Override
        public ReadAnswers counted() {
            return new ReadAnswers(names, reader.rowsRead(), refusing, cutOff);
        }
    }
}
