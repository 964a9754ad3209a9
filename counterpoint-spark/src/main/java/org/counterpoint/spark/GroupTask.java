package org.counterpoint.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.counterpoint.data.Answer;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Key;
import org.counterpoint.data.Origin;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.spill.Gathering;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.pairs.GroupWork;
import org.counterpoint.pairs.PairWriter;
import org.counterpoint.pairs.core.step.RecordingSink;
import org.counterpoint.pairs.core.step.StepSink;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Makes the groups of one stretch of the prompts and sends them through a segment, as the local command does with all. */
record GroupTask(
        GroupWork work, Segment segment, boolean parquet, String folder, Broadcast<SerializableConfiguration> hadoop)
        implements Serializable {
    private static final PlacedCodec CODEC = new PlacedCodec();

    /** @return where the files of the task are */
    String run(int part, Iterator<Tuple2<Long, byte[]>> arrived) {
        Gathering<PlacedCodec.Placed> gathering = new Gathering<>(CODEC, Tasks.scratch());
        // They arrive in the order of the input, so the first answer of each prompt comes in the order of the prompts.
        ChunkReader.each(arrived, in -> gathering.add(new Key(in.readLong(), 0), CODEC.read(in)));
        String name = "groups-" + segment.number() + "-" + part;
        try (TaskFolder files = TaskFolder.of(folder, name, hadoop.value().value())) {
            write(gathering.inOrder(), files);
            return files.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Iterator<Gathering.Member<PlacedCodec.Placed>> members, TaskFolder files) throws IOException {
        RecordingSink recording = new RecordingSink();
        CountingLedger ledger;
        try (LedgerFile file = new LedgerFile(files.folder().resolve(PairFiles.LEDGER));
                Out out = new Out(segment.survey() == null ? new PairWriter(files.folder()) : null)) {
            ledger = new CountingLedger(file);
            StepSink sink = new TaskSink(ledger, recording);
            List<Answer> answers = new ArrayList<>();
            List<@Nullable Origin> contradicts = new ArrayList<>();
            long first = -1;
            while (members.hasNext()) {
                Gathering.Member<PlacedCodec.Placed> member = members.next();
                if (member.first() != first) {
                    group(answers, contradicts, sink, out);
                    first = member.first();
                }
                answers.add(member.value().answer());
                contradicts.add(member.value().contradicts());
            }
            group(answers, contradicts, sink, out);
        }
        if (parquet) {
            Tables.write(files.folder());
        }
        new TaskSummary(recording, ledger.byKind()).write(files.folder());
    }

    private record Out(@Nullable PairWriter writer) implements AutoCloseable {
        @Override
        public void close() {
            if (writer != null) {
                writer.close();
            }
        }
    }

    /** Takes the answers to one prompt; the lists are empty after that. */
    private void group(List<Answer> answers, List<@Nullable Origin> contradicts, StepSink sink, Out out) {
        if (answers.isEmpty()) {
            return;
        }
        ResponseGroup made = work.make(answers, contradicts, segment.forMaking(sink));
        answers.clear();
        contradicts.clear();
        ResponseGroup left = made == null ? null : segment.apply(made, sink);
        if (left == null) {
            return;
        }
        PairWriter writer = out.writer();
        Segment.SurveyPart<?> survey = segment.survey();
        if (survey != null) {
            survey.see(left, sink);
        } else if (writer != null) {
            if (parquet) {
                Tables.check(left);
            }
            work.count(left, sink);
            writer.write(writer.lines(left));
        }
    }
}
