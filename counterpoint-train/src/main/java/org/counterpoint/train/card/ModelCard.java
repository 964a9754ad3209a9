package org.counterpoint.train.card;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.counterpoint.settings.Setting;
import org.counterpoint.store.WholeFile;
import org.counterpoint.train.objective.Methods;
import org.counterpoint.train.settings.TrainSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code README.md} of a trained model, as Hugging Face's hub shows it: what it was made from with which settings, what
 * the data came to, and how the training ended. The same run has the same card. Names of files and models are anybody's
 * text, and of paths only the last names are told.
 *
 * @param name of the run
 * @param policy the folder of the model that it started from
 * @param record the run's {@code run.json}
 * @param data its {@code data.json}; a run without it tells no counts
 * @param metrics its {@code metrics.jsonl}
 */
public record ModelCard(String name, Path policy, Path record, Path data, Path metrics) {

    /** The file's name. */
    public static final String FILE = "README.md";

    private static final String REWARD = "reward";
    /** What changes nothing of the model, and what stands elsewhere in the card. */
    private static final Set<String> UNTOLD =
            Set.of("threads", "device", "evaluation.data", "checkpoint.every", "checkpoint.keep");

    /** Puts the card into a model's folder, which is not yet whole. */
    public void write(Path model) throws IOException {
        WholeFile.write(
                model.resolve(FILE),
                text(Files.exists(model.resolve("adapter_config.json"))).getBytes(StandardCharsets.UTF_8));
    }

    private String text(boolean adapter) throws IOException {
        JsonNode run = json(record);
        String method = run.path("method").asString("");
        String base = run.path("inputs").path("base").asString("");
        CardHead head = new CardHead(
                CardHead.baseOf(base.isEmpty() ? policy : Path.of(base)),
                adapter,
                method,
                method.equals(REWARD) ? "text-classification" : "text-generation");
        List<String> lines = new ArrayList<>();
        lines.add(head.yaml());
        lines.add("# " + Markdown.words(name) + "\n");
        lines.add((adapter ? "A LoRA adapter" : method.equals(REWARD) ? "A reward model" : "A language model")
                + " that was post-trained with Counterpoint, by the method " + Markdown.code(method) + ".\n");
        lineage(run, lines);
        settings(method, run.path("settings"), lines);
        if (Files.exists(data)) {
            counts(json(data), lines);
        }
        figures(CardFigures.read(metrics), lines);
        lines.add("## Licence\n");
        lines.add(
                "Not stated. It depends on the model that this one was made from and on the terms of the data; whoever"
                        + " publishes this states it here.");
        return String.join("\n", lines) + "\n";
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    private void lineage(JsonNode run, List<String> lines) {
        Map<String, String> hashes = Map.of("model", "weights_sha256");
        lines.add("## What it was made from\n");
        lines.add("| role | what | SHA-256 |");
        lines.add("|---|---|---|");
        JsonNode lineage = run.path("lineage");
        run.path("inputs").properties().forEach(input -> {
            String key = hashes.getOrDefault(input.getKey(), input.getKey() + "_sha256");
            String hash = lineage.path(key).asString("");
            // A method without a reference keeps none of its hashes: then it did not look at it.
            if (!input.getKey().equals("reference") || !hash.isEmpty()) {
                lines.add(row(input.getKey(), input.getValue().asString(""), hash));
            }
        });
        String heldOut = run.path("settings").path("evaluation.data").asString("");
        if (!heldOut.isEmpty()) {
            lines.add(row(
                    "held-out data",
                    heldOut,
                    lineage.path("evaluation_data_sha256").asString("")));
        }
        lines.add("\nHashes of models are those of their weights. `run.json` of the run has everything.\n");
    }

    private static String row(String role, String path, String hash) {
        return "| " + Markdown.words(role) + " | " + Markdown.place(path) + " | "
                + (hash.isEmpty() ? "" : Markdown.code(hash)) + " |";
    }

    /** Those that are not at their defaults. */
    private static void settings(String method, JsonNode given, List<String> lines) {
        Map<String, Setting> known = Methods.named(method)
                .map(found -> TrainSchema.of(found).settings())
                .orElse(Map.of());
        Map<String, String> told = new TreeMap<>();
        given.properties().forEach(entry -> {
            Setting setting = known.get(entry.getKey());
            Object standard = setting == null ? null : setting.defaultValue();
            boolean same = setting != null
                    && plain(JsonMapper.shared().valueToTree(standard)).equals(plain(entry.getValue()));
            if (!same && !entry.getValue().isNull() && !UNTOLD.contains(entry.getKey())) {
                told.put(entry.getKey(), plain(entry.getValue()));
            }
        });
        lines.add("## Settings\n");
        if (told.isEmpty()) {
            lines.add("All at their defaults.\n");
            return;
        }
        lines.add("All others are at their defaults.\n");
        lines.add("| setting | value |");
        lines.add("|---|---|");
        told.forEach((name, value) -> lines.add("| " + Markdown.code(name) + " | " + Markdown.code(value) + " |"));
        lines.add("");
    }

    /** A number is itself however it is written. */
    private static String plain(JsonNode value) {
        if (value.isNumber()) {
            double number = value.asDouble();
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? Long.toString((long) number)
                    : Double.toString(number);
        }
        return value.isString() ? value.asString() : value.toString();
    }

    private static void counts(JsonNode data, List<String> lines) {
        lines.add("## Data\n");
        lines.add("| part | groups | responses | tokens | truncated | pairs | left out |");
        lines.add("|---|---|---|---|---|---|---|");
        data.properties().forEach(part -> {
            JsonNode counts = part.getValue();
            List<String> cells = new ArrayList<>(List.of(Markdown.words(part.getKey())));
            for (String name : List.of("groups", "responses", "tokens", "truncated")) {
                cells.add(Long.toString(counts.path(name).asLong(0)));
            }
            cells.add(each(counts.path("pairs")));
            cells.add(each(counts.path("set_aside")));
            lines.add("| " + String.join(" | ", cells) + " |");
        });
        lines.add("");
    }

    private static String each(JsonNode counts) {
        List<String> told = new ArrayList<>();
        counts.properties()
                .forEach(count -> told.add(count.getValue().asLong(0) + " " + Markdown.code(count.getKey())));
        return String.join(", ", told);
    }

    private static void figures(CardFigures figures, List<String> lines) {
        lines.add("## How the training ended\n");
        lines.add("After " + figures.steps() + " steps. Of the steps the mean over their last tenth"
                + (figures.evaluation().isEmpty() ? "" : "; of held-out data (`eval_`) the last evaluation") + ".\n");
        lines.add("| figure | value |");
        lines.add("|---|---|");
        for (Map<String, Double> part : List.of(figures.training(), figures.evaluation())) {
            part.forEach((name, value) ->
                    lines.add("| " + Markdown.code(name) + " | " + String.format(Locale.ROOT, "%.4f", value) + " |"));
        }
        lines.add("");
    }

    /**
     * The card of an adapter as one of the whole model that it makes of its base.
     *
     * @return empty where the adapter has none
     */
    public static Optional<String> merged(Path adapter) throws IOException {
        Path card = adapter.resolve(FILE);
        if (!Files.isRegularFile(card)) {
            return Optional.empty();
        }
        String text = Files.readString(card);
        int end = text.startsWith("---\n") ? text.indexOf("\n---", 3) : -1;
        String front = end < 0 ? "" : text.substring(0, end);
        String changed = front.replaceFirst("(?m)^library_name:.*$", "library_name: transformers")
                .replaceFirst("(?m)^base_model_relation:.*$", "base_model_relation: finetune");
        return Optional.of(changed + text.substring(front.length())
                + "\nMerged with its base: this folder holds the whole" + " model.\n");
    }
}
