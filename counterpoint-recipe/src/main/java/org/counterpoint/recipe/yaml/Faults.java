package org.counterpoint.recipe.yaml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.data.InputException;

/** Collects what is wrong, so that all of it is told at once. The same fault found twice is told once. */
public final class Faults {
    private static final int SHOWN = 50;

    private final Set<Fault> all = new LinkedHashSet<>();

    public void add(Place place, String message) {
        all.add(new Fault(place, message));
    }

    public void addAll(Faults others) {
        all.addAll(others.all);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public int count() {
        return all.size();
    }

    /** By place. */
    public List<Fault> inOrder() {
        return all.stream().sorted().toList();
    }

    /** @throws InputException with every fault, where there is one */
    public void throwIfAny(String what) {
        if (all.isEmpty()) {
            return;
        }
        String lines = inOrder().stream().limit(SHOWN).map(Fault::toString).collect(Collectors.joining("\n"));
        String more = all.size() > SHOWN ? "\n… and " + (all.size() - SHOWN) + " more" : "";
        throw new InputException(
                what + (all.size() == 1 ? " has a fault" : " has " + all.size() + " faults") + "\n" + lines + more);
    }
}
