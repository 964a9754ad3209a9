package org.counterpoint.pairs;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Optional;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Progress;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.pairs.core.step.GroupStep;
import org.counterpoint.pairs.core.step.StepSink;
import org.counterpoint.pairs.core.verdict.AuditResult;
import org.counterpoint.pairs.core.verdict.AuditStep;
import org.counterpoint.pairs.local.VerdictFiles;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts that an order is held against. What their files hold besides verdicts is in {@code
 * verdicts.ledger.jsonl}, apart from the answers' ledger, whose counts add up with the answers.
 */
final class Judging implements Closeable {
    private final @Nullable AuditStep step;
    private final LazyLedger ledger;

    private Judging(MeasureSettings settings, Path folder, Progress progress) {
        this.ledger = new LazyLedger(folder.resolve("verdicts.ledger.jsonl"));
        this.step = settings.verdicts().isEmpty()
                ? null
                : new AuditStep(VerdictFiles.read(settings.verdicts(), ledger, progress), settings.disagreement());
    }

    /** @throws org.counterpoint.data.InputException where a file of verdicts cannot be used */
    static Judging read(MeasureSettings settings, Path folder, Progress progress) {
        return new Judging(settings, folder, progress);
    }

    Optional<GroupStep> step() {
        return Optional.ofNullable(step);
    }

    /** Where rows that hold no verdict go. */
    Ledger ledger() {
        return ledger;
    }

    /** What was counted; null where there are no verdicts. */
    @Nullable
    AuditResult result(StepSink sink) {
        return step == null ? null : sink.part(AuditStep.AUDIT).result();
    }

    @Override
    public void close() {
        ledger.close();
    }

    /** Makes its file with the first entry, so that there is none where there is nothing to say. */
    private static final class LazyLedger implements Ledger, Closeable {
        private final Path path;
        private @Nullable LedgerFile file;

        LazyLedger(Path path) {
            this.path = path;
        }

        @Override
        public void add(LedgerEntry entry) {
            if (file == null) {
                file = new LedgerFile(path);
            }
            file.add(entry);
        }

        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }
}
