package org.counterpoint.train.run;

import java.util.ArrayList;
import java.util.List;

/** Runs of a few steps, and how they are stopped. */
final class ShortRuns {
    static final String[] SHORT = {
        "groups_per_step=5", "learning_rate=0.05", "checkpoint.every=2", "checkpoint.keep=3", "epochs=2"
    };

    private ShortRuns() {}

    static String[] with(String... more) {
        List<String> all = new ArrayList<>(List.of(SHORT));
        for (String one : more) {
            String path = one.substring(0, one.indexOf('=') + 1);
            all.removeIf(setting -> setting.startsWith(path));
            all.add(one);
        }
        return all.toArray(String[]::new);
    }

    static TrainProgress stoppingAfter(int step) {
        return new Stopper(step);
    }

    static class Stopper implements TrainProgress {
        private final int last;

        Stopper(int last) {
            this.last = last;
        }

        @Override
        public void notice(String text) {}

        @Override
        public void phase(String name, long done, long total) {}

        @Override
        public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {
            if (step == last) {
                throw new Stop();
            }
        }
    }

    static final class Stop extends RuntimeException {}
}
