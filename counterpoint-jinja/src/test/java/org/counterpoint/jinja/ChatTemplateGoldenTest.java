package org.counterpoint.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against what transformers and jinja2 make of the same templates: see {@code golden/chat_templates.py}. */
class ChatTemplateGoldenTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-05T07:08:09Z"), ZoneOffset.UTC);
    private static final JsonNode GOLDEN = read();

    private static JsonNode read() {
        try (InputStream in = ChatTemplateGoldenTest.class.getResourceAsStream("/golden/text/templates.json")) {
            return JsonMapper.builder().build().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> templates() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode template : GOLDEN.get("templates")) {
            String text = template.get("template").stringValue();
            template.get("results").properties().forEach(result -> {
                for (int generate = 0; generate < 2; generate++) {
                    boolean prompt = generate == 1;
                    JsonNode expected = result.getValue().get(generate);
                    String name = template.get("name").stringValue() + " on " + result.getKey() + " " + prompt;
                    tests.add(dynamicTest(name, () -> check(text, variables(result.getKey(), prompt), expected)));
                }
            });
        }
        assertThat(tests).hasSizeGreaterThan(1000);
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> expressions() {
        return StreamSupport.stream(GOLDEN.get("expressions").spliterator(), false)
                .map(pair -> dynamicTest(
                        pair.get(0).stringValue(), () -> check(pair.get(0).stringValue(), Map.of(), pair.get(1))));
    }

    @TestFactory
    Stream<DynamicTest> refused() {
        return StreamSupport.stream(GOLDEN.get("refused").spliterator(), false)
                .map(JsonNode::stringValue)
                .map(text -> dynamicTest(text, () -> assertThatThrownBy(() -> render(text, variables("one", false)))
                        .isInstanceOf(TemplateException.class)
                        .hasMessageContaining("line 1, column ")));
    }

    private static void check(String template, Map<String, Value> variables, JsonNode expected) {
        if (expected.isString()) {
            assertThat(render(template, variables)).isEqualTo(expected.stringValue());
        } else {
            assertThatThrownBy(() -> render(template, variables))
                    .as(expected.get("error").stringValue())
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining("in golden, line ");
        }
    }

    private static String render(String template, Map<String, Value> variables) {
        return ChatTemplate.parse(template, "golden", CLOCK).render(variables);
    }

    private static Map<String, Value> variables(String conversation, boolean addGenerationPrompt) {
        List<Value> messages = new ArrayList<>();
        for (JsonNode message : GOLDEN.get("conversations").get(conversation)) {
            Map<String, Value> turn = new LinkedHashMap<>();
            message.properties()
                    .forEach(field ->
                            turn.put(field.getKey(), Value.of(field.getValue().stringValue())));
            messages.add(Value.dict(turn));
        }
        return Map.of(
                "messages", Value.list(messages),
                "tools", Value.NONE,
                "documents", Value.NONE,
                "add_generation_prompt", Value.of(addGenerationPrompt),
                "bos_token", Value.of("<s>"),
                "eos_token", Value.of("</s>"));
    }
}
