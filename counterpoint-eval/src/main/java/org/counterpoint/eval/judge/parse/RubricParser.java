package org.counterpoint.eval.judge.parse;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.counterpoint.chat.ChatReply;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Grades by criterion as a JSON object, {@code {"output_1": {"clarity": 4, …}, "output_2": {…}}}, or for a judge of
 * single answers {@code {"clarity": 4, …}}. The weighted means are compared, or are the grade. Every criterion must be
 * there; other names, such as a reason, are passed over. Where several sets of grades stand in the text, the last one is
 * it.
 */
public record RubricParser(List<Criterion> criteria, double least, double most, boolean pair) implements VerdictParser {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** Means that differ by less than this differ by rounding only. */
    private static final double ROUNDING = 1e-9;

    public RubricParser {
        criteria = List.copyOf(criteria);
    }

    @Override
    public VerdictReading read(ChatReply reply) {
        String text = reply.text();
        List<JsonNode> found = new ArrayList<>();
        for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
            JsonNode object = object(text, at);
            if (object != null && isMeant(object)) {
                found.add(object);
            }
        }
        if (found.isEmpty()) {
            return new VerdictReading.Unreadable("there is no JSON object with the grades");
        }
        if (VerdictParser.isCut(reply) && Set.copyOf(found).size() > 1) {
            return new VerdictReading.Unreadable(
                    "there are several sets of grades, and the answer was cut off before its end");
        }
        JsonNode grades = found.get(found.size() - 1);
        return pair ? compare(grades.path("output_1"), grades.path("output_2")) : grade(grades);
    }

    private boolean isMeant(JsonNode object) {
        return pair
                ? object.has("output_1") && object.has("output_2")
                : object.has(criteria.get(0).name());
    }

    private static @Nullable JsonNode object(String text, int at) {
        try (StringReader reader = new StringReader(text)) {
            reader.skip(at);
            return JSON.readTree(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JacksonException e) {
            return null; // A brace that begins no JSON: prose, or an answer cut short.
        }
    }

    private VerdictReading compare(JsonNode one, JsonNode two) {
        double first = mean(one);
        double second = mean(two);
        if (Double.isNaN(first) || Double.isNaN(second)) {
            return fault();
        }
        return VerdictReading.Preference.between(first, Math.abs(first - second) < ROUNDING ? first : second);
    }

    private VerdictReading grade(JsonNode grades) {
        double mean = mean(grades);
        return Double.isNaN(mean) ? fault() : new VerdictReading.Rating(mean);
    }

    private VerdictReading fault() {
        return new VerdictReading.Unreadable("a criterion has no grade from " + least + " to " + most);
    }

    /** NaN where a criterion is missing or beyond the scale. */
    private double mean(JsonNode grades) {
        double sum = 0;
        double weights = 0;
        for (Criterion criterion : criteria) {
            JsonNode grade = grades.path(criterion.name());
            if (!grade.isNumber() || grade.doubleValue() < least || grade.doubleValue() > most) {
                return Double.NaN;
            }
            sum += criterion.weight() * grade.doubleValue();
            weights += criterion.weight();
        }
        return sum / weights;
    }
}
