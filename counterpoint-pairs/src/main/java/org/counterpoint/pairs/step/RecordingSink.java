package org.counterpoint.pairs.step;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.counterpoint.data.LedgerEntry;

/** Keeps what a thread's groups gave, until it is their turn. */
public final class RecordingSink implements StepSink {
    private final List<Consumer<StepSink>> records = new ArrayList<>();

    @Override
    public void add(LedgerEntry entry) {
        records.add(sink -> sink.add(entry));
    }

    @Override
    public void notice(String name) {
        records.add(sink -> sink.notice(name));
    }

    /** Hands everything on, in the order in which it came. */
    public void replay(StepSink sink) {
        records.forEach(record -> record.accept(sink));
    }
}
