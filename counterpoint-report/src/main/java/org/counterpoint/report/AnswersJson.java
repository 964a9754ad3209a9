package org.counterpoint.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers side by side as the page's script reads them, each text once: {@code {"models": [name], "items": [[prompt,
 * [tag], [[[model's number], text, verdict, reason]]]]}}. Many arms give the same answer to a prompt.
 */
final class AnswersJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    private AnswersJson() {}

    static void write(List<Section.Item> items, Writer out) throws IOException {
        new AnswersJson().all(items, out);
    }

    private void all(List<Section.Item> items, Writer out) throws IOException {
        items.forEach(item -> item.answers().forEach(one -> numbers.putIfAbsent(one.model(), numbers.size())));
        out.write("{\"models\":" + json(List.copyOf(numbers.keySet())) + ",\"items\":[");
        String separator = "\n";
        for (Section.Item item : items) {
            out.write(separator + json(List.of(item.prompt(), item.tags(), answers(item))));
            separator = ",\n";
        }
        out.write("\n]}");
    }

    private List<List<Object>> answers(Section.Item item) {
        Map<List<Object>, List<Integer>> byText = new LinkedHashMap<>();
        for (Section.Shown one : item.answers()) {
            byText.computeIfAbsent(List.of(one.text(), one.verdict(), one.reason()), key -> new ArrayList<>())
                    .add(Objects.requireNonNull(numbers.get(one.model())));
        }
        List<List<Object>> answers = new ArrayList<>();
        byText.forEach((said, by) -> {
            List<Object> answer = new ArrayList<>(List.of(by));
            answer.addAll(said);
            answers.add(answer);
        });
        return answers;
    }

    private static String json(Object value) {
        return Html.json(JSON.writeValueAsString(value));
    }
}
