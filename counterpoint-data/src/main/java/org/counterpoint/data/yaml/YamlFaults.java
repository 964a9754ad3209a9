package org.counterpoint.data.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.counterpoint.data.InputException;

/** Everything wrong with one file, gathered until it has been read to the end. */
public final class YamlFaults {
    /** @param text what is wrong and how to mend it */
    public record Fault(YamlPlace place, String text) {}

    private final String file;
    private final List<Fault> faults = new ArrayList<>();

    /** @param file its name, as it is shown */
    public YamlFaults(String file) {
        this.file = file;
    }

    /** @param text what is wrong and how to mend it, beginning with the setting's path */
    public void add(YamlPlace place, String text) {
        faults.add(new Fault(place, text));
    }

    public boolean any() {
        return !faults.isEmpty();
    }

    /** In the order in which they were found. */
    public List<Fault> all() {
        return List.copyOf(faults);
    }

    /** @throws InputException naming every fault, in the order of their places */
    public void throwIfAny() {
        if (faults.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder(file)
                .append(faults.size() == 1 ? " has a fault:" : " has " + faults.size() + " faults:");
        faults.stream()
                .sorted(Comparator.comparingInt((Fault fault) -> fault.place.line())
                        .thenComparingInt(fault -> fault.place.column()))
                .forEach(fault -> message.append("\n  ")
                        .append(file)
                        .append(':')
                        .append(fault.place)
                        .append(": ")
                        .append(fault.text));
        throw new InputException(message.toString());
    }
}
