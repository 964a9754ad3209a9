package org.counterpoint.train.ranks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.Floats;
import org.counterpoint.engine.collective.CollectiveException;
import org.counterpoint.engine.collective.Collectives;
import org.counterpoint.engine.collective.GlooGroup;
import org.counterpoint.engine.collective.NcclGroup;
import org.counterpoint.engine.collective.Rendezvous;
import org.counterpoint.store.Version;

/**
 * Ranks that meet at a {@link Rendezvous}. What they say to one another goes over PyTorch's Gloo; so do their numbers, unless
 * these lie on CUDA devices that are connected. Where an exchange fails, every rank finds out whose fault it is: one that
 * fails says why before it goes, one that is cut off says so, and who says nothing is the one that is lost.
 */
public final class SeveralRanks implements Ranks {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long PAUSE_MILLIS = 20;
    private static final String HERE = "counterpoint/here/";
    private static final String FAILED = "counterpoint/failed/";
    private static final String CUT_OFF = "counterpoint/cut-off/";
    private static final String PARTED = "counterpoint/parted/";

    private final RankPlace place;
    private final Rendezvous store;
    private final RankWatch watch;
    private final GlooGroup group;
    private final Duration timeout;
    private Collectives numbers;
    private volatile boolean broken;
    /** Whether another thread makes the exchanges: what this rank waits for them is counted when it does. */
    private volatile boolean overlapping;

    private long nanos;
    private long bytes;

    private SeveralRanks(RankPlace place, Rendezvous store, RankWatch watch, GlooGroup group, Duration timeout) {
        this.place = place;
        this.store = store;
        this.watch = watch;
        this.group = group;
        this.timeout = timeout;
        this.numbers = group;
    }

    /**
     * Makes the place where ranks meet, on this machine.
     *
     * @param port 0 for any that is free
     * @throws InputException where the port is in use
     */
    public static Rendezvous host(int port, RankSettings settings) {
        try {
            return Rendezvous.host(port, settings.timeout());
        } catch (CollectiveException e) {
            throw new InputException(
                    "port " + port + ", at which the ranks are to meet, cannot be had: " + e.getMessage()
                            + "\n  end what uses it, or set another MASTER_PORT",
                    e);
        }
    }

    /**
     * Waits for rank 0's meeting place.
     *
     * @throws InputException where it is not there in time
     */
    static Rendezvous join(RankPlace place, RankSettings settings) {
        try {
            return Rendezvous.join(place.address(), place.port(), settings.timeout());
        } catch (CollectiveException e) {
            throw new InputException(
                    "rank " + place.rank() + " found no rank 0 at " + place.address() + ":" + place.port() + " within "
                            + settings.timeout().toSeconds() + " s: " + e.getMessage()
                            + "\n  start all ranks with the same MASTER_ADDR and MASTER_PORT",
                    e);
        }
    }

    /**
     * Meets all others.
     *
     * @param store is closed with the ranks, or where they do not come
     * @throws RankException naming those that do not come in time, or are of another version
     */
    public static SeveralRanks meet(RankPlace place, Rendezvous store, RankSettings settings, RankWatch watch) {
        return meet(place, store, settings, watch, Version.current());
    }

    /** @param version of the program: what ranks of another would say could not be read */
    static SeveralRanks meet(
            RankPlace place, Rendezvous store, RankSettings settings, RankWatch watch, String version) {
        try {
            store.put(HERE + place.rank(), version);
            await(place, store, settings.timeout(), watch, version);
            return new SeveralRanks(
                    place,
                    store,
                    watch,
                    GlooGroup.connect(
                            store, place.rank(), place.size(), settings.network(), place.isLocal(), settings.timeout()),
                    settings.timeout());
        } catch (CollectiveException e) {
            store.close();
            throw new RankException("rank " + place.rank() + " could not connect with the others: " + e.getMessage()
                    + (settings.network() == null
                            ? ""
                            : "\n  is ranks.interface=" + settings.network() + " the network that they share?"));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static void await(RankPlace place, Rendezvous store, Duration timeout, RankWatch watch, String version) {
        long latest = System.nanoTime() + timeout.toNanos();
        List<Integer> missing = others(place);
        while (!missing.isEmpty()) {
            missing.removeIf(rank -> store.get(HERE + rank)
                    .map(other -> requireSame(place.rank(), version, rank, other))
                    .orElse(false));
            for (int rank : missing) {
                watch.ended(rank).ifPresent(words -> {
                    throw new RankException(words);
                });
            }
            if (!missing.isEmpty() && System.nanoTime() > latest) {
                throw new RankException(named(missing) + " did not come within " + timeout.toSeconds()
                        + " s\n  start as many processes as WORLD_SIZE says, or raise ranks.timeout");
            }
            pause();
        }
    }

    private static boolean requireSame(int rank, String version, int otherRank, String other) {
        if (!other.equals(version)) {
            throw new RankException("rank " + otherRank + " is Counterpoint " + other + ", rank " + rank + " is "
                    + version + "\n  start all ranks with the same program");
        }
        return true;
    }

    private static List<Integer> others(RankPlace place) {
        List<Integer> others = new ArrayList<>();
        for (int rank = 0; rank < place.size(); rank++) {
            if (rank != place.rank()) {
                others.add(rank);
            }
        }
        return others;
    }

    private static String named(List<Integer> ranks) {
        StringBuilder names = new StringBuilder(ranks.size() == 1 ? "rank " : "ranks ");
        for (int i = 0; i < ranks.size(); i++) {
            names.append(i == 0 ? "" : ", ").append(ranks.get(i));
        }
        return names.toString();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RankException("interrupted while waiting for other ranks");
        }
    }

    @Override
    public int rank() {
        return place.rank();
    }

    @Override
    public int size() {
        return place.size();
    }

    /** By a ring: each part goes around it twice. */
    @Override
    public void sum(Floats values) {
        bytes += 2L * Float.BYTES * values.count() * (size() - 1) / size();
        exchange(() -> {
            numbers.sum(values);
            return values;
        });
    }

    @Override
    public void broadcast(Floats values, int from) {
        bytes += (long) Float.BYTES * values.count() * (size() - 1) / size();
        exchange(() -> {
            numbers.broadcast(values, from);
            return values;
        });
    }

    @Override
    public void gather(Floats own, Floats all) {
        bytes += (long) Float.BYTES * own.count() * (size() - 1);
        exchange(() -> {
            numbers.gather(own, all);
            return all;
        });
    }

    @Override
    public void addSums(Floats all, Floats own) {
        bytes += (long) Float.BYTES * own.count() * (size() - 1);
        exchange(() -> {
            numbers.addSums(all, own);
            return own;
        });
    }

    @Override
    public List<byte[]> gather(byte[] own) {
        bytes += (long) own.length * (size() - 1);
        return exchange(() -> group.gather(own));
    }

    private <T> T exchange(Supplier<T> work) {
        long began = System.nanoTime();
        try {
            return work.get();
        } catch (CollectiveException e) {
            broken = true;
            throw lost(e);
        } finally {
            nanos += overlapping ? 0 : System.nanoTime() - began;
        }
    }

    @Override
    public void connectDevices(int gpu) {
        numbers = exchange(() -> NcclGroup.connect(store, place.rank(), place.size(), gpu, timeout, this::isOneLost));
    }

    /** Whether another rank is known to have failed, ended, or been cut off. */
    private boolean isOneLost() {
        return others(place).stream()
                .anyMatch(rank -> watch.ended(rank).isPresent()
                        || store.get(FAILED + rank).isPresent()
                        || store.get(CUT_OFF + rank).isPresent());
    }

    /** Whose fault it is that an exchange failed. */
    private RankException lost(CollectiveException failure) {
        long latest = System.nanoTime() + PATIENCE.toNanos();
        List<Integer> silent = others(place);
        try {
            store.put(CUT_OFF + place.rank(), "");
            while (true) {
                for (int rank : others(place)) {
                    Optional<String> words = store.get(FAILED + rank);
                    if (words.isPresent()) {
                        return new RankException("rank " + rank + " failed: " + words.get());
                    }
                }
                silent.removeIf(rank -> store.get(CUT_OFF + rank).isPresent());
                for (int rank : silent) {
                    Optional<String> words = watch.ended(rank);
                    if (words.isPresent()) {
                        return new RankException(words.get());
                    }
                }
                if (silent.isEmpty() || System.nanoTime() > latest) {
                    break;
                }
                pause();
            }
        } catch (CollectiveException e) {
            return new RankException("rank 0 ended: " + failure.getMessage());
        }
        return new RankException(
                silent.isEmpty()
                        ? "the ranks lost one another: " + failure.getMessage()
                        : named(silent) + " ended or does not answer: " + failure.getMessage());
    }

    @Override
    public void check() {
        for (int rank : others(place)) {
            watch.ended(rank).ifPresent(words -> {
                broken = true;
                throw new RankException(words);
            });
        }
    }

    @Override
    public void fail(String why) {
        if (!broken) {
            broken = true;
            try {
                store.put(FAILED + place.rank(), why);
            } catch (CollectiveException e) {
                // Rank 0 is gone, and with it whoever could be told.
            }
        }
        watch.fail();
    }

    /** Whether exchanges still work, as far as is known. */
    boolean isWhole() {
        return !broken;
    }

    @Override
    public Beside beside() {
        overlapping = true;
        return new Beside(waited -> {
            overlapping = false;
            nanos += waited;
        });
    }

    @Override
    public Traffic traffic() {
        return new Traffic(nanos / 1e9, bytes);
    }

    @Override
    public void close() {
        watch.close();
        if (numbers != group) {
            numbers.close();
        }
        group.close();
        try {
            store.put(PARTED + place.rank(), "");
            if (place.rank() == 0) {
                awaitParted();
            }
        } catch (CollectiveException e) {
            // Rank 0 is gone: nobody is waited for.
        }
        store.close();
    }

    /** The meeting place goes with rank 0: whoever was cut off by its end reads there why, first. */
    private void awaitParted() {
        long latest = System.nanoTime() + PATIENCE.toNanos();
        List<Integer> there = others(place);
        while (true) {
            there.removeIf(rank ->
                    watch.ended(rank).isPresent() || store.get(PARTED + rank).isPresent());
            if (there.isEmpty() || System.nanoTime() > latest) {
                return;
            }
            pause();
        }
    }
}
