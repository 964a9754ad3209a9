package org.counterpoint.serve.board;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.counterpoint.serve.page.Route;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * All runs below the folders and how they stand. One thread looks at the sizes of their files each second and reads what
 * changed; pages are told of that alone, and wait meanwhile. Safe for several threads.
 */
final class Catalogue implements AutoCloseable {
    private static final int SECONDS_BETWEEN_SEARCHES = 5;
    private static final int SECONDS_BETWEEN_LOADS = 3;

    private final List<Path> roots;
    private final SystemLoad system;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "board");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, RunWatch> watches = new LinkedHashMap<>();
    private final Map<Path, TrainingWatch> trainings = new HashMap<>();
    private final Map<String, Told> told = new LinkedHashMap<>();
    private long revision;
    private long loadRevision;
    private ObjectNode load;
    private int ticks;
    private @Nullable String fault;

    /** @param summary null where the run is there no more */
    private record Told(long revision, @Nullable ObjectNode summary) {}

    Catalogue(List<Path> roots) {
        this.roots = List.copyOf(roots);
        this.system = new SystemLoad(roots.get(0));
        this.load = system.now();
    }

    /** Looks once, and from then on each second. */
    void start() {
        tick();
        clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        try {
            look();
        } catch (RuntimeException e) {
            say(String.valueOf(e)); // a disk that fails for a while, say; the next look may do
        }
    }

    private synchronized void say(String words) {
        fault = words;
        loadRevision = ++revision;
        notifyAll();
    }

    /** One look at everything. */
    void look() {
        // Searching reads folders, which may take its time; nobody waits for the lock meanwhile.
        Map<String, FoundRun> found = ticks % SECONDS_BETWEEN_SEARCHES == 0 ? RunFinder.below(roots) : null;
        ObjectNode busy = ticks % SECONDS_BETWEEN_LOADS == 0 ? system.now() : null;
        ticks++;
        synchronized (this) {
            long before = revision;
            fault = null;
            if (found != null) {
                take(found);
            }
            watches.values().stream().filter(TrainingWatch.class::isInstance).forEach(this::look);
            watches.values().stream().filter(RecipeWatch.class::isInstance).forEach(this::look);
            if (busy != null) {
                load = busy;
                loadRevision = ++revision;
            }
            if (revision > before) {
                notifyAll();
            }
        }
    }

    private void look(RunWatch watch) {
        try {
            if (watch.look(trainings::get)) {
                told.put(watch.run().id(), new Told(++revision, watch.summary()));
            }
        } catch (RuntimeException e) {
            // One run that cannot be looked at is in no other's way.
            fault = watch.run().name() + ": " + e;
        }
    }

    private void take(Map<String, FoundRun> found) {
        watches.keySet().removeIf(id -> {
            boolean gone = !found.containsKey(id);
            if (gone) {
                told.put(id, new Told(++revision, null));
            }
            return gone;
        });
        for (FoundRun run : found.values()) {
            watches.computeIfAbsent(run.id(), id -> run.isRecipe() ? new RecipeWatch(run) : new TrainingWatch(run));
        }
        trainings.clear();
        for (RunWatch watch : watches.values()) {
            if (watch instanceof TrainingWatch training) {
                trainings.put(training.run().folder(), training);
            }
        }
    }

    /** The run of this id; null where there is none. */
    synchronized @Nullable FoundRun run(String id) {
        RunWatch watch = watches.get(id);
        return watch == null ? null : watch.run();
    }

    /** What changed since a revision, as soon as something did. */
    synchronized Optional<Route.News> next(long seen, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (revision <= seen) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        ObjectNode news = JsonMapper.shared().createObjectNode().put("whole", seen < 0);
        ArrayNode runs = news.putArray("runs");
        ArrayNode gone = news.putArray("gone");
        told.forEach((id, one) -> {
            if (one.revision() > seen && one.summary() != null) {
                runs.add(one.summary());
            } else if (one.revision() > seen) {
                gone.add(id);
            }
        });
        if (loadRevision > seen) {
            news.set("load", load);
            news.put("fault", fault);
        }
        if (watches.size() >= RunFinder.MOST_RUNS) {
            news.put("most", RunFinder.MOST_RUNS);
        }
        return Optional.of(new Route.News(revision, news));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
