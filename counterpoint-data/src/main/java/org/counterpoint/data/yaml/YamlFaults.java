package org.counterpoint.data.yaml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.data.InputException;

/** Collects what is wrong, so that all of it is told at once. The same fault found twice is told once. */
public final class YamlFaults {
    private static final int SHOWN = 50;

    private final Set<Fault> all = new LinkedHashSet<>();

    /** @param message what is wrong and how to mend it */
    private record Fault(YamlPlace place, String message) {
        @Override
        public String toString() {
            return place + ": " + message;
        }
    }

    /** @param message what is wrong and how to mend it, beginning with the setting's name */
    public void add(YamlPlace place, String message) {
        all.add(new Fault(place, message));
    }

    public void addAll(YamlFaults others) {
        all.addAll(others.all);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public int count() {
        return all.size();
    }

    /** Each with its place, in the order of their places. */
    public List<String> lines() {
        return all.stream()
                .sorted((one, other) -> one.place.compareTo(other.place))
                .map(Fault::toString)
                .toList();
    }

    /**
     * @param what has the faults, such as a file's name
     * @throws InputException with every fault, where there is one
     */
    public void throwIfAny(String what) {
        if (all.isEmpty()) {
            return;
        }
        String shown = lines().stream().limit(SHOWN).collect(Collectors.joining("\n  "));
        String more = all.size() > SHOWN ? "\n  … and " + (all.size() - SHOWN) + " more" : "";
        throw new InputException(
                what + (all.size() == 1 ? " has a fault:" : " has " + all.size() + " faults:") + "\n  " + shown + more);
    }
}
