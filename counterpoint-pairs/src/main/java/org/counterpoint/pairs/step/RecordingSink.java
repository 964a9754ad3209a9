package org.counterpoint.pairs.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.LedgerEntry;

/** Keeps what a thread's groups gave, until it is their turn. */
public final class RecordingSink implements StepSink {
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final Map<String, Long> noticed = new HashMap<>();
    private final List<Runnable> actions = new ArrayList<>();

    @Override
    public void add(LedgerEntry entry) {
        entries.add(entry);
    }

    @Override
    public void notice(String name, long times) {
        noticed.merge(name, times, Long::sum);
    }

    @Override
    public void inOrder(Runnable action) {
        actions.add(action);
    }

    /** Hands everything on: entries and actions each in the order in which they came. */
    public void replay(StepSink sink) {
        entries.forEach(sink::add);
        noticed.forEach(sink::notice);
        actions.forEach(sink::inOrder);
    }
}
