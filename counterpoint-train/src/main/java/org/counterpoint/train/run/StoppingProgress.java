package org.counterpoint.train.run;

import java.util.Locale;
import org.counterpoint.train.StopRequest;
import org.counterpoint.train.StoppedException;

/** Ends a phase before or between steps, after a part that is kept, where someone asked for it. */
record StoppingProgress(TrainProgress progress, StopRequest stop) implements TrainProgress {

    @Override
    public void notice(String text) {
        progress.notice(text);
    }

    @Override
    public void phase(String name, long done, long total) {
        progress.phase(name, done, total);
        if (stop.made() && (total == 0 || done < total)) {
            String part = total == 0 ? "" : String.format(Locale.ROOT, ", %d of %d groups done", done, total);
            throw new StoppedException(
                    "stopped in a part before training (" + name + part + "); the same command goes on");
        }
    }

    @Override
    public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {
        progress.step(step, steps, loss, tokensPerSecond, secondsLeft);
    }
}
