package org.counterpoint.app.console;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.counterpoint.data.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a piece of work is: as a bar that is redrawn where stderr is a terminal, else as a plain line every ten
 * seconds, so that a log stays readable. What takes less than that says nothing.
 */
public final class ProgressDisplay implements Progress, AutoCloseable {

    private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

    private final Console console;
    private final String task;
    private final LongSupplier nanoTime;
    private @Nullable ProgressBar bar;
    private String currentUnit = "";
    private long startedAt;
    private long startedDone;
    private long lastLine;

    public ProgressDisplay(Console console, String task) {
        this(console, task, System::nanoTime);
    }

    ProgressDisplay(Console console, String task, LongSupplier nanoTime) {
        this.console = console;
        this.task = task;
        this.nanoTime = nanoTime;
    }

    @Override
    public void update(long done, long total, String unit) {
        update(done, total, unit, "");
    }

    @Override
    public synchronized void update(long done, long total, String unit, String extra) {
        if (!unit.equals(currentUnit)) {
            close();
            currentUnit = unit;
            startedAt = nanoTime.getAsLong();
            startedDone = done;
            lastLine = startedAt;
        }
        if (console.live()) {
            bar(unit).maxHint(total).setExtraMessage(extra).stepTo(done);
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - lastLine >= NANOS_BETWEEN_LINES) {
            lastLine = now;
            String line = line(done, total, unit, Duration.ofNanos(now - startedAt));
            console.note(extra.isEmpty() ? line : line + ", " + extra);
        }
    }

    private ProgressBar bar(String unit) {
        ProgressBar current = bar;
        if (current == null) {
            current = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setUnit(" " + unit, 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .setConsumer(new ConsoleProgressBarConsumer(console.err()))
                    .build();
            bar = current;
        }
        return current;
    }

    private String line(long done, long total, String unit, Duration elapsed) {
        String line =
                task + ": " + done + (total < 0 ? "" : " of " + total) + " " + unit + ", " + clock(elapsed) + " passed";
        long moved = done - startedDone;
        if (total > done && moved > 0) {
            line += ", about " + clock(elapsed.multipliedBy(total - done).dividedBy(moved)) + " left";
        }
        return line;
    }

    private static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }

    /** Takes the bar off the terminal; a later update starts anew. */
    @Override
    public synchronized void close() {
        ProgressBar current = bar;
        if (current != null) {
            current.close();
            bar = null;
        }
        currentUnit = "";
    }
}
