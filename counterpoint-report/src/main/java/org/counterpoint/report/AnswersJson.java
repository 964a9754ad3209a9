package org.counterpoint.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers side by side as the page's script reads them, each text once: {@code {"models": [name], "baseline": its
 * number or -1, "items": [[prompt, [tag], [[[model's number], text, verdict, reason, score or null]]]]}}. Many arms give
 * the same answer to a prompt.
 */
final class AnswersJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    private AnswersJson() {}

    static void write(Section.Answers answers, Writer out) throws IOException {
        new AnswersJson().all(answers, out);
    }

    private void all(Section.Answers section, Writer out) throws IOException {
        section.items()
                .forEach(item -> item.answers().forEach(one -> numbers.putIfAbsent(one.model(), numbers.size())));
        out.write("{\"models\":" + json(List.copyOf(numbers.keySet())) + ",\"baseline\":"
                + numbers.getOrDefault(section.baseline(), -1) + ",\"items\":[");
        String separator = "\n";
        for (Section.Item item : section.items()) {
            out.write(separator + json(List.of(item.prompt(), item.tags(), answers(item))));
            separator = ",\n";
        }
        out.write("\n]}");
    }

    private List<List<@Nullable Object>> answers(Section.Item item) {
        Map<List<@Nullable Object>, List<Integer>> byText = new LinkedHashMap<>();
        for (Section.Shown one : item.answers()) {
            byText.computeIfAbsent(said(one), key -> new ArrayList<>())
                    .add(Objects.requireNonNull(numbers.get(one.model())));
        }
        List<List<@Nullable Object>> answers = new ArrayList<>();
        byText.forEach((said, by) -> {
            List<@Nullable Object> answer = new ArrayList<>();
            answer.add(by);
            answer.addAll(said);
            answers.add(answer);
        });
        return answers;
    }

    private static List<@Nullable Object> said(Section.Shown one) {
        return Arrays.asList(
                one.text(), one.verdict(), one.reason(), Double.isFinite(one.score()) ? (Double) one.score() : null);
    }

    private static String json(Object value) {
        return Html.json(JSON.writeValueAsString(value));
    }
}
