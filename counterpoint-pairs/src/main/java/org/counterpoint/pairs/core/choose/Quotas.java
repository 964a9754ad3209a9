package org.counterpoint.pairs.core.choose;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.step.GroupStep;
import org.counterpoint.pairs.core.step.Survey;

/**
 * Takes as many pairs of each kind as its quota says, the ones that the seed draws: which these are depends on the seed,
 * the groups' ids and the quota only. In memory are eight bytes a pair.
 */
public final class Quotas implements Survey<Quotas> {
    private final String reason;
    private final String detail;
    private final long seed;
    private final Kind kind;
    private final Shares quotas;
    private final Map<String, LongArray> draws = new HashMap<>();

    /** What a pair counts as. */
    @FunctionalInterface
    interface Kind extends BiFunction<ResponseGroup, Pair, String>, Serializable {}

    /** From how many pairs there are of each kind to how many of each are taken. */
    @FunctionalInterface
    interface Shares extends Function<Map<String, Integer>, ToIntFunction<String>>, Serializable {}

    /**
     * @param kind what a pair counts as; pairs of the empty kind are all taken
     * @param quotas from how many there are of each kind to how many of each are taken
     */
    Quotas(String reason, String detail, long seed, Kind kind, Shares quotas) {
        this.reason = reason;
        this.detail = detail;
        this.seed = seed;
        this.kind = kind;
        this.quotas = quotas;
    }

    @Override
    public Quotas part() {
        return new Quotas(reason, detail, seed, kind, quotas);
    }

    @Override
    public void merge(Quotas later) {
        later.draws.forEach((name, drawn) ->
                draws.computeIfAbsent(name, k -> new LongArray()).addAll(drawn));
    }

    @Override
    public void see(ResponseGroup group) {
        for (Pair pair : group.pairs()) {
            draws.computeIfAbsent(kind.apply(group, pair), k -> new LongArray()).add(PairDraw.of(seed, group, pair));
        }
    }

    @Override
    public GroupStep conclude() {
        draws.remove("");
        Map<String, Integer> counts = new HashMap<>();
        draws.forEach((name, drawn) -> counts.put(name, drawn.size()));
        ToIntFunction<String> quota = quotas.apply(counts);
        Map<String, Long> last = new HashMap<>();
        draws.forEach((name, drawn) -> {
            int taken = Math.min(drawn.size(), quota.applyAsInt(name));
            if (taken < drawn.size()) {
                last.put(name, taken == 0 ? Long.MIN_VALUE : drawn.smallest(taken));
            }
        });
        draws.clear();
        return within(last, reason, detail, seed, kind);
    }

    /** Of the rule's own values only, so that it can be sent to where the groups are. */
    private static GroupStep within(Map<String, Long> last, String reason, String detail, long seed, Kind kind) {
        return PairRule.step(reason, (group, pair) -> {
            Long most = last.get(kind.apply(group, pair));
            return most != null && PairDraw.of(seed, group, pair) > most ? detail : "";
        });
    }
}
