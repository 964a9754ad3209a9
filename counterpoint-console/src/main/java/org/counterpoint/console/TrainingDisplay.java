package org.counterpoint.console;

import java.util.Locale;
import org.counterpoint.train.run.TrainProgress;

/** Shows a training run: what a user should know at once, and how far it is. */
public final class TrainingDisplay implements TrainProgress, AutoCloseable {

    private final Console console;
    private final ProgressDisplay display;

    public TrainingDisplay(Console console, String task) {
        this(console, new ProgressDisplay(console, task));
    }

    /** @param display closed with this */
    public TrainingDisplay(Console console, ProgressDisplay display) {
        this.console = console;
        this.display = display;
    }

    @Override
    public void notice(String text) {
        display.close();
        console.note(text);
    }

    @Override
    public void phase(String name, long done, long total) {
        display.update(done, total == 0 ? -1 : total, "groups (" + name + ")");
    }

    @Override
    public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {
        String extra = Double.isNaN(loss)
                ? String.format(Locale.ROOT, "%.0f tokens/s", tokensPerSecond)
                : String.format(Locale.ROOT, "loss %.4f, %.0f tokens/s", loss, tokensPerSecond);
        display.update(step, steps, "steps", extra);
    }

    @Override
    public void close() {
        display.close();
    }
}
