package org.counterpoint.eval.judge.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Role;
import org.counterpoint.data.Thoughts;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlFields;
import org.counterpoint.data.yaml.YamlFile;
import org.counterpoint.eval.judge.Judge;
import org.counterpoint.eval.judge.Order;
import org.counterpoint.eval.judge.parse.VerdictParser;
import org.counterpoint.eval.judge.template.MessageTemplate;
import org.counterpoint.eval.judge.template.Placeholder;
import org.counterpoint.eval.judge.template.Prompting;
import org.counterpoint.eval.judge.template.Template;
import org.counterpoint.settings.Suggestions;
import org.jspecify.annotations.Nullable;

/** Reads a judge from its YAML text. */
final class JudgeFile {
    private static final int MOST_TOKENS = 1 << 20;
    private static final List<String> ROLES = List.of("system", "user", "assistant");

    private final YamlFields fields;

    private JudgeFile(YamlFields fields) {
        this.fields = fields;
    }

    /** @throws InputException naming every fault, each with line and column */
    static Judge parse(String name, String text) {
        YamlFaults faults = new YamlFaults();
        Judge judge = new JudgeFile(new YamlFields(YamlFile.parse(name, text, faults), "", faults)).read();
        faults.throwIfAny(name);
        return Objects.requireNonNull(judge, "a judge without faults");
    }

    /** Null where there are faults. */
    private @Nullable Judge read() {
        String name = fields.requiredText("name");
        String description = fields.text("description");
        Prompting prompting = prompting();
        boolean pair = !prompting.gaps().contains(Placeholder.OUTPUT);
        VerdictParser parser = VerdictForm.read(fields, pair);
        Order order = order(pair);
        ChatParameters parameters = parameters();
        Thoughts thoughts = thoughts();
        Integer retries = fields.whole("retries", 0, 20);
        checkGaps(prompting.gaps());
        boolean faulty = !fields.end().isEmpty();
        if (faulty || name == null || parser == null) {
            return null;
        }
        return new Judge(
                name,
                description == null ? "" : description.strip(),
                prompting,
                parser,
                order,
                parameters,
                thoughts,
                retries == null ? 2 : retries);
    }

    private Prompting prompting() {
        List<MessageTemplate> messages = new ArrayList<>();
        List<YamlFields> items = fields.mappings("messages");
        if (items.isEmpty()) {
            fields.fault("messages", "is missing or empty; it is a list of {role, content}");
        }
        for (YamlFields item : items) {
            String role = item.oneOf("role", ROLES);
            if (role == null && item.node("role") == null) {
                item.missing("role");
            }
            String content = item.requiredText("content");
            item.end();
            if (content != null) {
                Template template = Template.parse(content.stripTrailing());
                template.unknown().forEach(unknown -> item.fault("content", unknownGap(unknown)));
                messages.add(new MessageTemplate(
                        Role.fromWire(role == null ? "user" : role).orElse(Role.USER), template));
            }
        }
        return new Prompting(messages);
    }

    private Thoughts thoughts() {
        List<Thoughts.Tags> tags = new ArrayList<>();
        for (YamlFields item : fields.mappings("thoughts")) {
            String open = item.requiredText("open");
            String close = item.requiredText("close");
            item.end();
            if (open != null && open.equals(close)) {
                item.fault("close", "is " + close + ", as what opens the thought is; they must differ");
            } else if (open != null && close != null) {
                tags.add(new Thoughts.Tags(open, close));
            }
        }
        return tags.isEmpty() ? Thoughts.USUAL : new Thoughts(tags);
    }

    private static String unknownGap(String unknown) {
        List<String> names =
                Stream.of(Placeholder.values()).map(Placeholder::wireName).toList();
        return "holds {" + unknown + "}, which is no gap" + Suggestions.meant(unknown, names) + " (there are: "
                + String.join(", ", names) + "; write {{" + unknown + "}} for the text itself)";
    }

    private void checkGaps(Set<Placeholder> gaps) {
        boolean first = gaps.contains(Placeholder.OUTPUT_1);
        boolean second = gaps.contains(Placeholder.OUTPUT_2);
        boolean single = gaps.contains(Placeholder.OUTPUT);
        if (!gaps.contains(Placeholder.INSTRUCTION)) {
            fields.fault("messages", "show no {instruction}");
        }
        if (single && (first || second)) {
            fields.fault("messages", "hold {output} and {output_1} or {output_2}: a judge sees one answer or two");
        } else if (!single && !(first && second)) {
            fields.fault("messages", "must show {output_1} and {output_2}, or {output} for a judge of single answers");
        }
        YamlFields answer = fields.mapping("answer");
        boolean rubric = answer != null && "rubric".equals(answer.text("form"));
        if (gaps.contains(Placeholder.CRITERIA) != rubric) {
            fields.fault(
                    "messages",
                    rubric ? "show no {criteria}" : "hold {criteria}, which only the answer form rubric has");
        }
    }

    private Order order(boolean pair) {
        List<String> names = Stream.of(Order.values()).map(Order::wireName).toList();
        String name = fields.oneOf("order", names);
        if (name != null && !pair) {
            fields.fault("order", "has no meaning for a judge that sees one answer at a time; leave it out");
        }
        return Stream.of(Order.values())
                .filter(order -> order.wireName().equals(name))
                .findFirst()
                .orElse(Order.SEEDED);
    }

    private ChatParameters parameters() {
        YamlFields given = fields.mapping("parameters");
        if (given == null) {
            return new ChatParameters(1024, 0.0, null, null, 0);
        }
        Integer maxTokens = given.whole("max_tokens", 1, MOST_TOKENS);
        Double temperature = given.number("temperature", 0, 2);
        Double topP = given.number("top_p", 0, 1);
        Integer seed = given.whole("seed", 0, Integer.MAX_VALUE);
        Integer topLogprobs = given.whole("top_logprobs", 0, 20);
        given.end();
        return new ChatParameters(
                maxTokens == null ? 1024 : maxTokens,
                temperature == null ? 0.0 : temperature,
                topP,
                seed == null ? null : Long.valueOf(seed),
                topLogprobs == null ? 0 : topLogprobs);
    }
}
