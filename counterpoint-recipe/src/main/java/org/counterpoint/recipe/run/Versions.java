package org.counterpoint.recipe.run;

import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.engine.machine.Memory;
import org.counterpoint.engine.machine.Processor;
import org.counterpoint.store.Version;

/** What something was made with. */
final class Versions {
    private Versions() {}

    static Map<String, String> here() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("counterpoint", Version.current());
        versions.put("java", Runtime.version().toString());
        versions.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        versions.put("processor", Processor.here().model());
        versions.put("memory", Memory.here().words());
        versions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return versions;
    }
}
