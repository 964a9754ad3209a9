package org.counterpoint.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.JsonBytes;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.RowAccount;
import org.counterpoint.data.write.GroupLines;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.pairs.DifficultyWork;
import org.counterpoint.pairs.core.step.RecordingSink;

/**
 * Scores the groups of one part, as the local command does with all.
 *
 * @param beside what {@code score} wrote of each part's groups; none where there is nothing
 * @param folder of the job
 */
record DifficultyTask<T>(
        GroupSource<T> source,
        DifficultyWork work,
        List<String> beside,
        boolean parquet,
        String folder,
        Broadcast<SerializableConfiguration> hadoop)
        implements Serializable {
    DifficultyTask {
        beside = List.copyOf(beside);
    }

    /**
     * What came of a part.
     *
     * @param folder where the files of the task are
     */
    record Scored(String folder, RowAccount rows) implements Serializable {}

    Iterator<Scored> run(int part, Iterator<T> content) {
        try (TaskFolder files =
                        TaskFolder.of(folder, "scored-" + part, hadoop.value().value());
                BesideFiles scores =
                        BesideFiles.open(beside, part, hadoop.value().value())) {
            RowAccount rows = score(part, content, scores, files);
            return Collections.singleton(new Scored(files.finish(), rows)).iterator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RowAccount score(int part, Iterator<T> content, BesideFiles scores, TaskFolder files) throws IOException {
        RecordingSink recording = new RecordingSink();
        CountingLedger ledger;
        RowAccount rows;
        try (LedgerFile file = new LedgerFile(files.folder().resolve(PairFiles.LEDGER));
                JsonLines out = new JsonLines(files.folder().resolve(PairFiles.GROUPS))) {
            ledger = new CountingLedger(file);
            TaskSink sink = new TaskSink(ledger, recording);
            JsonBytes parts = new JsonBytes();
            JsonBytes line = new JsonBytes();
            try (GroupSource.Groups groups = source.open(part, content, ledger)) {
                for (ResponseGroup group = groups.next(); group != null; group = groups.next()) {
                    if (parquet) {
                        Tables.check(group);
                    }
                    BesideFiles.Beside more = scores.next();
                    ResponseGroup scored = work.score(group, more.logps(), more.rewards(), sink);
                    line.clear();
                    out.write(new GroupLines(scored, parts).group(line).endLine());
                }
                rows = groups.rows();
            }
        }
        if (parquet) {
            Tables.write(files.folder());
        }
        new TaskSummary(recording, ledger.byKind()).write(files.folder());
        return rows;
    }
}
