package org.counterpoint.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of a request's body, each with its type and range; what is null counts as absent. */
final class RequestFields {

    /** Known to the API, and without effect on an answer here. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "user",
            "metadata",
            "store",
            "service_tier",
            "safety_identifier",
            "prompt_cache_key",
            "parallel_tool_calls");

    /** Known to the API and not done here, and the values that ask for nothing. */
    private static final Map<String, Set<String>> NOT_DONE = Map.of(
            "presence_penalty", Set.of("0", "0.0"),
            "frequency_penalty", Set.of("0", "0.0"),
            "logit_bias", Set.of("{}"),
            "tools", Set.of("[]"),
            "functions", Set.of("[]"),
            "tool_choice", Set.of("\"none\"", "\"auto\""),
            "response_format", Set.of("{\"type\":\"text\"}"),
            "suffix", Set.of("\"\""),
            "modalities", Set.of("[\"text\"]"),
            "best_of", Set.of("1"));

    private final JsonNode body;

    RequestFields(JsonNode body) {
        this.body = body;
    }

    /** Refuses fields that nobody knows, as the original does, and those that would change the answer unheard. */
    void requireKnown(Set<String> known) throws ApiError {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            String name = field.getKey();
            if (known.contains(name)
                    || WITHOUT_EFFECT.contains(name)
                    || field.getValue().isNull()) {
                continue;
            }
            Set<String> idle = NOT_DONE.get(name);
            if (idle == null) {
                throw ApiError.invalid(name, "Unrecognized request argument supplied: " + name);
            }
            if (!idle.contains(field.getValue().toString())) {
                throw ApiError.invalid(name, "'" + name + "' is not supported here; leave it out");
            }
        }
    }

    /** The node, or null where it is absent. */
    @Nullable
    JsonNode node(String name) {
        JsonNode node = body.get(name);
        return node == null || node.isNull() ? null : node;
    }

    String text(String name) throws ApiError {
        JsonNode node = node(name);
        if (node == null || !node.isString()) {
            throw ApiError.invalid(name, "you must provide '" + name + "', a string");
        }
        return node.stringValue();
    }

    boolean flag(String name) throws ApiError {
        JsonNode node = node(name);
        if (node != null && !node.isBoolean()) {
            throw ApiError.invalid(name, "'" + name + "' must be true or false, not " + node);
        }
        return node != null && node.booleanValue();
    }

    double number(String name, double least, double most, double otherwise) throws ApiError {
        JsonNode node = node(name);
        if (node == null) {
            return otherwise;
        }
        double value = node.isNumber() ? node.doubleValue() : Double.NaN;
        if (!(value >= least && value <= most)) {
            throw ApiError.invalid(
                    name, "'" + name + "' must be a number from " + least + " to " + most + ", not " + node);
        }
        return value;
    }

    long whole(String name, long least, long most, long otherwise) throws ApiError {
        JsonNode node = node(name);
        if (node == null) {
            return otherwise;
        }
        if (!node.isIntegralNumber()
                || !node.canConvertToLong()
                || node.longValue() < least
                || node.longValue() > most) {
            throw ApiError.invalid(
                    name, "'" + name + "' must be a whole number from " + least + " to " + most + ", not " + node);
        }
        return node.longValue();
    }

    /** A text, or a list of at most so many; empty where absent. */
    List<String> texts(String name, int most) throws ApiError {
        JsonNode node = node(name);
        List<String> texts = new ArrayList<>();
        for (JsonNode item : node == null ? List.<JsonNode>of() : node.isArray() ? node : List.of(node)) {
            if (!item.isString() || item.stringValue().isEmpty()) {
                throw ApiError.invalid(name, "'" + name + "' must be a text or a list of texts that are not empty");
            }
            texts.add(item.stringValue());
        }
        if (texts.size() > most) {
            throw ApiError.invalid(name, "'" + name + "' has " + texts.size() + " texts; there may be " + most);
        }
        return texts;
    }
}
