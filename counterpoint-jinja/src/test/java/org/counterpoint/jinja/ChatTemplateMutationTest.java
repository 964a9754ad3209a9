package org.counterpoint.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The golden templates, broken and mixed at random: nothing but a {@link TemplateException} comes out. */
class ChatTemplateMutationTest {
    private static final List<String> PIECES = List.of(
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            "-",
            "+",
            "'",
            "\"",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "|",
            ".",
            ",",
            ":",
            "\\",
            "\n",
            " if ",
            " else ",
            " in ",
            " is ",
            " not ",
            "**",
            "//",
            "%",
            "~",
            "==",
            "<",
            "-9223372036854775808",
            "9223372036854775807",
            "1e308",
            "0",
            "-1",
            "none",
            "x",
            "messages",
            "loop",
            "'%s%d'",
            "[::-1]",
            "|int",
            "|abs",
            "|round(300)",
            "|tojson(indent=3)",
            "|list",
            "|join('')",
            "|sort",
            "|first",
            "|last",
            ".items()",
            "()",
            "😀",
            "|batch(2)",
            "|slice(2)",
            "|truncate(3)",
            ".center(9)",
            ".split('a')",
            ".find('', 9)",
            "|map('int')");

    @Test
    void nothingElseEscapes() throws IOException {
        List<String> templates = new ArrayList<>();
        try (InputStream in = getClass().getResourceAsStream("/golden/text/templates.json")) {
            JsonNode golden = JsonMapper.builder().build().readTree(in);
            golden.get("templates").forEach(t -> templates.add(t.get("template").stringValue()));
            golden.get("expressions").forEach(t -> templates.add(t.get(0).stringValue()));
        }
        Random random = new Random(Long.getLong("counterpoint.mutation.seed", 11L));
        int rounds = Integer.getInteger("counterpoint.mutation.rounds", 20_000);
        int rendered = 0;
        for (int i = 0; i < rounds; i++) {
            String template = mutate(templates, random);
            try {
                ChatTemplate.parse(template, "mutated")
                        .render(Map.of(
                                "messages",
                                Value.list(List.of(Value.dict(
                                        Map.of("role", Value.of("user"), "content", Value.of("a 😀\n{{ b }}"))))),
                                "x",
                                Value.of(3)));
                rendered++;
            } catch (TemplateException e) {
                assertThat(e).hasMessageContaining("in mutated, line ");
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("from: " + template, e);
            }
        }
        assertThat(rendered).isGreaterThan(rounds / 50);
    }

    private static String mutate(List<String> templates, Random random) {
        StringBuilder text = new StringBuilder(templates.get(random.nextInt(templates.size())));
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(6));
            switch (random.nextInt(3)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                default -> {
                    String other = templates.get(random.nextInt(templates.size()));
                    int from = random.nextInt(other.length() + 1);
                    text.replace(at, end, other.substring(from, Math.min(other.length(), from + random.nextInt(20))));
                }
            }
        }
        return text.toString();
    }
}
