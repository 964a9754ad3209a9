package org.counterpoint.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.counterpoint.api.Preferences;
import org.counterpoint.data.ResponseGroup;

/** Answers of three models, strongest first, to a file of groups: {@code PairsFromLists groups.jsonl}. */
public final class PairsFromLists {
    private PairsFromLists() {}

    public static List<ResponseGroup> groups() {
        return Preferences.order("large", "middle", "small")
                .add(
                        "Name a colour of the sky.",
                        Map.of("large", "Blue, on a clear day.", "middle", "Blue.", "small", "The sky"))
                .add("What is two and two?", Map.of("large", "Four.", "small", "Two and two is two"))
                .add(
                        "Say hello politely.",
                        Map.of("large", "Good morning to you.", "middle", "Hello.", "small", "hello hello hello"))
                .groups();
    }

    public static void main(String[] args) {
        List<ResponseGroup> groups = groups();
        Preferences.write(Path.of(args[0]), groups);
        int pairs = groups.stream().mapToInt(group -> group.pairs().size()).sum();
        System.out.println(groups.size() + " groups, " + pairs + " pairs");
    }
}
