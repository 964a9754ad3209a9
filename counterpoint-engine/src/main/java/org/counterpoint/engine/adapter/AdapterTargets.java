package org.counterpoint.engine.adapter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.engine.ModelException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which layers an adapter is on, and at which rank and alpha, by PEFT's rules. */
final class AdapterTargets {
    private static final Pattern LAYER = Pattern.compile(".*?\\.[^.]*\\.(\\d+)\\..*");

    private final Path file;
    private final ObjectNode json;
    private final boolean allLinear;
    private final Predicate<String> named;
    private final Predicate<String> excluded;
    private final Map<ModulePattern, Double> ranks;
    private final Map<ModulePattern, Double> alphas;

    AdapterTargets(Path file, ObjectNode json) {
        this.file = file;
        this.json = json;
        JsonNode targets = json.path("target_modules");
        this.allLinear = AdapterConfig.isAllLinear(targets);
        this.named = allLinear ? name -> true : matcher("target_modules", targets, this::listedLayer);
        this.excluded = json.path("exclude_modules").isMissingNode()
                        || json.path("exclude_modules").isNull()
                        || json.path("exclude_modules").isEmpty()
                                && !json.path("exclude_modules").isString()
                ? name -> false
                : matcher("exclude_modules", json.path("exclude_modules"), name -> true);
        this.ranks = patterns("rank_pattern");
        this.alphas = patterns("alpha_pattern");
    }

    boolean allLinear() {
        return allLinear;
    }

    boolean matches(String name) {
        return !excluded.test(name) && named.test(name);
    }

    int rank(String name) {
        double rank = of(ranks, name, json.path("r").asDouble());
        if (rank != Math.rint(rank) || rank < 1 || rank > AdapterFields.LARGEST_RANK) {
            throw new ModelException(file + ": the rank of " + name + " is " + rank + ": a whole number from 1 to "
                    + AdapterFields.LARGEST_RANK + " is needed");
        }
        return (int) rank;
    }

    double alpha(String name) {
        return of(alphas, name, json.path("lora_alpha").asDouble());
    }

    /** The first pattern that fits. */
    private static double of(Map<ModulePattern, Double> patterns, String name, double otherwise) {
        return patterns.entrySet().stream()
                .filter(entry -> entry.getKey().matches(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }

    private Map<ModulePattern, Double> patterns(String key) {
        Map<ModulePattern, Double> patterns = new LinkedHashMap<>();
        JsonNode node = json.path(key);
        if (node instanceof ObjectNode object) {
            object.forEachEntry((pattern, value) -> {
                if (!value.isNumber()) {
                    throw fault(key, "numbers by module are needed");
                }
                patterns.put(
                        new ModulePattern(file + ": `" + key + "`", pattern, "(.*\\.)?(" + pattern + ")"),
                        value.doubleValue());
            });
        } else if (!node.isMissingNode() && !node.isNull()) {
            throw fault(key, "numbers by module are needed");
        }
        return patterns;
    }

    private ModelException fault(String key, String needed) {
        return new ModelException(file + ": `" + key + "` is " + json.path(key) + ": " + needed);
    }

    /** A list of names or of their ends, or an expression for the whole name. */
    private Predicate<String> matcher(String key, JsonNode node, Predicate<String> listed) {
        if (node.isString()) {
            return new ModulePattern(file + ": `" + key + "`", node.stringValue(), node.stringValue())::matches;
        }
        if (!node.isArray() || node.isEmpty()) {
            throw fault(key, "a list of module names, or one regular expression, is needed");
        }
        List<String> names = new ArrayList<>();
        for (JsonNode name : node) {
            if (!name.isString()) {
                throw fault(key, "names are texts");
            }
            names.add(name.stringValue());
        }
        return module -> names.contains(module)
                || names.stream().anyMatch(name -> module.endsWith("." + name)) && listed.test(module);
    }

    /** Whether {@code layers_to_transform} has this module's layer. */
    private boolean listedLayer(String module) {
        JsonNode layers = json.path("layers_to_transform");
        if (layers.isMissingNode() || layers.isNull() || layers.isArray() && layers.isEmpty()) {
            return true;
        }
        int layer = layerOf(module);
        if (layers.isArray()) {
            for (JsonNode one : layers) {
                if (one.isIntegralNumber() && one.intValue() == layer) {
                    return true;
                }
            }
            return false;
        }
        if (!layers.isIntegralNumber()) {
            throw fault("layers_to_transform", "a layer's number or a list of them is needed");
        }
        return layers.intValue() == layer;
    }

    private int layerOf(String module) {
        JsonNode pattern = json.path("layers_pattern");
        List<String> names = new ArrayList<>();
        if (pattern.isString() && !pattern.stringValue().isEmpty()) {
            names.add(pattern.stringValue());
        }
        pattern.forEach(one -> names.add(one.asString("")));
        List<Pattern> patterns = names.isEmpty()
                ? List.of(LAYER)
                : names.stream()
                        .map(name -> Pattern.compile("(?:^|.*?\\.)" + Pattern.quote(name) + "\\.(\\d+)\\..*"))
                        .toList();
        for (Pattern one : patterns) {
            Matcher matcher = one.matcher(module);
            if (matcher.matches()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return json.path("target_modules").toString();
    }
}
