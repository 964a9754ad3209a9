package org.counterpoint.recipe.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.recipe.plan.StageTask;
import org.counterpoint.store.Checksums;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What decides a task's outcome, as a hash. */
final class Keys {
    private Keys() {}

    /**
     * @param inputs with their hashes, by field
     * @param labels what the inputs are called, by field; counts only where the kind writes it into its artifact
     * @param named hashes of the files that settings name, by setting
     */
    static String of(
            StageTask task,
            Map<String, List<StageLineage.Input>> inputs,
            Map<String, List<String>> labels,
            Map<String, String> named) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("kind", task.kind().name());
        all.put("version", task.kind().version());
        Map<String, @Nullable Object> settings = new TreeMap<>(task.settings().all());
        settings.keySet().removeAll(task.kind().incidental());
        all.put("settings", settings);
        Map<String, List<String>> hashes = new TreeMap<>();
        inputs.forEach((field, files) -> {
            List<String> of = new ArrayList<>();
            files.forEach(file -> of.add(file.name() + " " + file.sha256()));
            hashes.put(field, of);
        });
        all.put("inputs", hashes);
        if (task.kind().namesInputs()) {
            all.put("labels", new TreeMap<>(labels));
        }
        if (!named.isEmpty()) {
            all.put("files", new TreeMap<>(named));
        }
        byte[] json = JsonMapper.shared().writeValueAsString(all).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Checksums.sha256().digest(json));
    }
}
