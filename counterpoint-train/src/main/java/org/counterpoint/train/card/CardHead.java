package org.counterpoint.train.card;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.store.hub.HubCache;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.store.hub.HubName;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The YAML at the beginning of a card, by which the Hub finds and shows a model. What is not known, such as its language
 * and licence, is left out.
 *
 * @param base the base's name on the Hub; null where it has none that is known
 */
record CardHead(@Nullable String base, boolean adapter, String method, String task) {

    private static final Pattern BASE = Pattern.compile("(?m)^base_model:[ \\t]*\"?([^\"\\s]+)\"?[ \\t]*$");
    private static final int LONGEST = 1 << 20;

    /** What a model was made from in the end, by the Hub's name: of a snapshot in its cache that, else as its card says. */
    static @Nullable String baseOf(Path model) throws IOException {
        String cached = HubCache.repositoryOf(model);
        Path card = model.resolve(ModelCard.FILE);
        if (cached != null || !Files.isRegularFile(card) || Files.size(card) > LONGEST) {
            return cached;
        }
        Matcher base = BASE.matcher(front(Files.readString(card)));
        return Optional.of(base)
                .filter(Matcher::find)
                .flatMap(found -> HubName.read(HubKind.MODEL, found.group(1)))
                .map(HubName::repository)
                .orElse(null);
    }

    private static String front(String card) {
        int end = card.startsWith("---\n") ? card.indexOf("\n---", 3) : -1;
        return end < 0 ? "" : card.substring(0, end + 1);
    }

    String yaml() {
        List<String> lines = new ArrayList<>();
        lines.add("---");
        if (base != null) {
            lines.add("base_model: " + quoted(base));
            lines.add("base_model_relation: " + (adapter ? "adapter" : "finetune"));
        }
        lines.add("library_name: " + (adapter ? "peft" : "transformers"));
        lines.add("pipeline_tag: " + task);
        lines.add("tags:");
        lines.add("- counterpoint");
        lines.add("- " + quoted(method));
        if (adapter) {
            lines.add("- lora");
        }
        lines.add("---");
        return String.join("\n", lines) + "\n";
    }

    /** JSON's strings are YAML's. */
    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }
}
