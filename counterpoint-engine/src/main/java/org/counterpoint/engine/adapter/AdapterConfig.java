package org.counterpoint.engine.adapter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.engine.ModelException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An {@code adapter_config.json} of PEFT (0.21): every field is honoured, known to change nothing, or refused by name.
 * What is refused on reading is never written.
 */
public final class AdapterConfig {
    /** The file's name. */
    public static final String FILE = "adapter_config.json";

    private static final String ALL_LINEAR = "all-linear";
    /** The one module that may be saved whole. */
    private static final String SCORE = "score";

    private final Path file;
    private final ObjectNode json;
    private final AdapterTargets targets;

    private AdapterConfig(Path file, ObjectNode json) {
        this.file = file;
        this.json = json;
        AdapterFields.check(file, json);
        this.targets = new AdapterTargets(file, json);
    }

    /**
     * Reads a file.
     *
     * @throws ModelException if it is no configuration of a LoRA adapter that is computed here
     */
    public static AdapterConfig read(Path file) {
        try {
            JsonNode node = JsonMapper.shared().readTree(Files.readAllBytes(file));
            if (node instanceof ObjectNode object) {
                return new AdapterConfig(file, object);
            }
            throw new ModelException(file + " is no JSON object");
        } catch (NoSuchFileException e) {
            throw new ModelException(file + " is missing", e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new ModelException(file + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * That of a new adapter.
     *
     * @param linear the names of the model's linear layers
     * @param scores whether it is of a sequence classifier, whose head is learnt whole
     */
    public static AdapterConfig of(AdapterSettings settings, List<String> linear, boolean scores) {
        ObjectNode json = AdapterFields.defaults();
        json.put("r", settings.rank());
        json.put("lora_alpha", settings.alpha());
        json.put("use_rslora", settings.rslora());
        json.put("lora_dropout", settings.dropout());
        json.put("task_type", scores ? "SEQ_CLS" : "CAUSAL_LM");
        if (scores) {
            json.putArray("modules_to_save").add(SCORE);
        }
        ArrayNode names = json.putArray("target_modules");
        List<String> wanted = settings.targets().isEmpty() ? lastParts(linear) : settings.targets();
        wanted.forEach(names::add);
        return new AdapterConfig(Path.of(FILE), json);
    }

    /**
     * Of an adapter that is there, on certain layers.
     *
     * @param ranks by the layer's name in the model
     * @param alpha of all: a layer's factors count alpha / rank
     */
    public static AdapterConfig of(Map<String, Integer> ranks, double alpha) {
        ObjectNode json = AdapterFields.defaults();
        int usual = ranks.values().iterator().next();
        json.put("r", usual);
        json.put("lora_alpha", alpha);
        json.put("use_rslora", false);
        json.put("lora_dropout", 0.0);
        json.put("task_type", "CAUSAL_LM");
        ArrayNode names = json.putArray("target_modules");
        ObjectNode others = json.putObject("rank_pattern");
        ranks.forEach((name, rank) -> {
            names.add(name);
            if (rank != usual) {
                others.put(name, rank);
            }
        });
        return new AdapterConfig(Path.of(FILE), json);
    }

    private static List<String> lastParts(List<String> linear) {
        TreeSet<String> parts = new TreeSet<>();
        linear.forEach(name -> parts.add(name.substring(name.lastIndexOf('.') + 1)));
        return List.copyOf(parts);
    }

    /**
     * Which of a model's linear layers have an adapter, in the model's order.
     *
     * @param linear the names of the model's linear layers
     * @param others modules that cannot have one: the embedding and the output projection
     * @throws ModelException if none has, or one that cannot
     */
    public List<AdaptedModule> modules(List<String> linear, List<String> others) {
        for (String other : others) {
            if (!targets.allLinear() && targets.matches(other)) {
                throw new ModelException(file + ": `target_modules` names " + other
                        + ": adapters are computed on the linear layers within the layers only");
            }
        }
        List<AdaptedModule> modules = new ArrayList<>();
        for (String name : linear) {
            if (targets.matches(name)) {
                int rank = targets.rank(name);
                double root = json.path("use_rslora").asBoolean(false) ? Math.sqrt(rank) : rank;
                modules.add(new AdaptedModule(name, rank, targets.alpha(name) / root));
            }
        }
        if (modules.isEmpty()) {
            throw new ModelException(file + ": `target_modules` names no layer of the base model: "
                    + json.path("target_modules") + " among " + String.join(", ", lastParts(linear)));
        }
        return modules;
    }

    /** Whether {@code target_modules} is the word for all linear layers. */
    static boolean isAllLinear(JsonNode targets) {
        return targets.isString() && targets.stringValue().equalsIgnoreCase(ALL_LINEAR);
    }

    /** Whether it is of a sequence classifier, whose head is in the adapter's file. */
    public boolean scores() {
        return json.path("task_type").asString("").equals("SEQ_CLS");
    }

    /** The base model as the file names it; nothing where it does not. */
    public Optional<String> base() {
        JsonNode base = json.path("base_model_name_or_path");
        return base.isString() && !base.stringValue().isBlank() ? Optional.of(base.stringValue()) : Optional.empty();
    }

    /** Where it was read. */
    public Path file() {
        return file;
    }

    /** The rank that layers have where {@code rank_pattern} says nothing. */
    public int rank() {
        return json.path("r").asInt();
    }

    /** Alpha where {@code alpha_pattern} says nothing. */
    public double alpha() {
        return json.path("lora_alpha").asDouble();
    }

    public boolean rslora() {
        return json.path("use_rslora").asBoolean(false);
    }

    /** What {@code target_modules} says, to be shown. */
    public String targets() {
        return targets.toString();
    }

    /** Whether {@code target_modules} lists exactly these names, in any order. */
    public boolean hasTargets(List<String> names) {
        JsonNode listed = json.path("target_modules");
        Set<String> own = new TreeSet<>();
        listed.forEach(name -> own.add(name.asString("")));
        return listed.isArray() && own.equals(new TreeSet<>(names));
    }

    /** What says how its tensors are used, for a hash; not where the base lies. */
    public String identity() {
        ObjectNode used = json.deepCopy();
        used.remove("base_model_name_or_path");
        return used.toString();
    }

    /** The file's bytes, naming another base. */
    public byte[] bytes(@Nullable Path base) {
        ObjectNode written = json.deepCopy();
        if (base != null) {
            written.put(
                    "base_model_name_or_path", base.toAbsolutePath().normalize().toString());
        }
        written.put("inference_mode", true);
        return (JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(written) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
