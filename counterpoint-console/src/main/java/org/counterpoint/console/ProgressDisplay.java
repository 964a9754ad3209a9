package org.counterpoint.console;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.counterpoint.data.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a piece of work is: as a bar that is redrawn where stderr is a terminal, else as a plain line every ten
 * seconds, so that a log stays readable. What takes less than that says nothing.
 */
public final class ProgressDisplay implements Progress, AutoCloseable {

    private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

    private static final long NANOS_BETWEEN_ESTIMATES = Duration.ofSeconds(1).toNanos();

    /** A first estimate sooner than this would be one of the start alone. */
    private static final long NANOS_BEFORE_ESTIMATES = Duration.ofSeconds(3).toNanos();

    private final Console console;
    private final String task;
    private final LongSupplier nanoTime;
    private final DoubleUnaryOperator wholeLeft;
    private @Nullable ProgressBar bar;
    private String currentUnit = "";
    private long startedAt;
    private long startedDone;
    private long lastLine;
    private SettledTime settled = new SettledTime();
    private volatile ProgressLine line = new ProgressLine("", 0, -1, "", "", "", List.of());

    public ProgressDisplay(Console console, String task) {
        this(console, task, left -> Double.NaN);
    }

    /**
     * For a part of larger work.
     *
     * @param wholeLeft from the seconds that this part seems to have left, those of all the work; NaN where unknown
     */
    public ProgressDisplay(Console console, String task, DoubleUnaryOperator wholeLeft) {
        this(console, task, wholeLeft, System::nanoTime);
    }

    ProgressDisplay(Console console, String task, DoubleUnaryOperator wholeLeft, LongSupplier nanoTime) {
        this.console = console;
        this.task = task;
        this.wholeLeft = wholeLeft;
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
            settled = new SettledTime();
            lastLine = startedAt;
        }
        long now = nanoTime.getAsLong();
        if (console.live()) {
            if (now - lastLine >= NANOS_BETWEEN_ESTIMATES
                    || line.task().isEmpty()
                    || !line.unit().equals(unit)) {
                lastLine = now;
                double left = now - startedAt < NANOS_BEFORE_ESTIMATES
                        ? Double.NaN
                        : settled.settle(secondsLeft(done, total, now), now / 1e9);
                line = line(done, total, unit, extra, left, now);
            } else {
                line = new ProgressLine(task, done, total, unit, line.passed(), line.left(), line.more());
            }
            bar().maxHint(total).stepTo(done);
            return;
        }
        if (now - lastLine >= NANOS_BETWEEN_LINES) {
            lastLine = now;
            double left = settled.settle(secondsLeft(done, total, now), now / 1e9);
            String text = (console.speaker().isEmpty() ? task + ": " : "") + done + (total < 0 ? "" : " of " + total)
                    + " " + unit + ", " + clock(Duration.ofNanos(now - startedAt)) + " passed";
            text += Double.isNaN(left) ? "" : ", about " + clock(left) + " left";
            text += extra.isEmpty() ? "" : ", " + extra;
            console.note(text + whole(left));
        }
    }

    private ProgressLine line(long done, long total, String unit, String extra, double left, long now) {
        double all = wholeLeft.applyAsDouble(left);
        return new ProgressLine(
                task,
                done,
                total,
                unit,
                clock(Duration.ofNanos(now - startedAt)),
                Double.isNaN(left) ? "" : clock(left),
                Stream.concat(
                                Stream.of(Double.isNaN(all) ? "" : "all stages " + clock(all) + " left"),
                                Stream.of(extra.split(", ")))
                        .toList());
    }

    private String whole(double left) {
        double all = wholeLeft.applyAsDouble(left);
        return Double.isNaN(all) ? "" : "; all stages: about " + clock(all) + " left";
    }

    /** NaN where nobody knows. */
    private double secondsLeft(long done, long total, long now) {
        long moved = done - startedDone;
        return total > done && moved > 0 ? (now - startedAt) / 1e9 * (total - done) / moved : Double.NaN;
    }

    private ProgressBar bar() {
        ProgressBar current = bar;
        if (current == null) {
            current = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setRenderer((state, width) -> line.text(width))
                    .setUpdateIntervalMillis(200)
                    .setConsumer(new ConsoleProgressBarConsumer(console.err()))
                    .build();
            bar = current;
        }
        return current;
    }

    private static String clock(double seconds) {
        return clock(Duration.ofMillis((long) (seconds * 1000)));
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
