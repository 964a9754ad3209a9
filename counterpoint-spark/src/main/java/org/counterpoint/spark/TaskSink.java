package org.counterpoint.spark;

import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.pairs.core.step.RecordingSink;
import org.counterpoint.pairs.core.step.StepSink;
import org.counterpoint.pairs.core.step.Summary;
import org.counterpoint.pairs.core.step.SummaryKey;

/** Entries into the task's own ledger, at once; summaries and counts to be handed on when the task is done. */
record TaskSink(Ledger ledger, RecordingSink recording) implements StepSink {
    @Override
    public void add(LedgerEntry entry) {
        ledger.add(entry);
    }

    @Override
    public void notice(String name, long times) {
        recording.notice(name, times);
    }

    @Override
    public <S extends Summary<S>> S part(SummaryKey<S> key) {
        return recording.part(key);
    }
}
