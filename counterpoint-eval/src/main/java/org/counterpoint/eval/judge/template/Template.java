package org.counterpoint.eval.judge.template;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with gaps. {@code {name}} is a gap, {@code {{name}}} the text {@code {name}}; any other brace is itself. Filling
 * copies each part once from left to right and never looks into what it filled in: an answer that holds
 * {@code {output_2}} stays as it is.
 */
public final class Template {
    private static final Pattern GAP = Pattern.compile("\\{\\{([a-z][a-z0-9_]*)}}|\\{([a-z][a-z0-9_]*)}");

    private sealed interface Part {}

    private record Text(String text) implements Part {}

    private record Gap(Placeholder placeholder) implements Part {}

    private final String source;
    private final List<Part> parts;
    private final List<String> unknown;

    private Template(String source, List<Part> parts, List<String> unknown) {
        this.source = source;
        this.parts = List.copyOf(parts);
        this.unknown = List.copyOf(unknown);
    }

    public static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        Matcher gaps = GAP.matcher(text);
        int end = 0;
        while (gaps.find()) {
            parts.add(new Text(text.substring(end, gaps.start())));
            if (gaps.group(1) != null) {
                parts.add(new Text("{" + gaps.group(1) + "}"));
            } else {
                Placeholder.named(gaps.group(2))
                        .ifPresentOrElse(gap -> parts.add(new Gap(gap)), () -> unknown.add(gaps.group(2)));
            }
            end = gaps.end();
        }
        parts.add(new Text(text.substring(end)));
        return new Template(text, parts, unknown);
    }

    /** As it was written. */
    public String source() {
        return source;
    }

    /** The names in braces that are none of {@link Placeholder}'s: slips of the author. */
    public List<String> unknown() {
        return unknown;
    }

    public Set<Placeholder> gaps() {
        Set<Placeholder> gaps = EnumSet.noneOf(Placeholder.class);
        for (Part part : parts) {
            if (part instanceof Gap gap) {
                gaps.add(gap.placeholder);
            }
        }
        return gaps;
    }

    /** @throws IllegalArgumentException where a gap has no value */
    public String fill(Map<Placeholder, String> values) {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Text text) {
                filled.append(text.text);
            } else if (part instanceof Gap gap) {
                String value = values.get(gap.placeholder);
                if (value == null) {
                    throw new IllegalArgumentException("nothing to fill {" + gap.placeholder.wireName() + "} with");
                }
                filled.append(value);
            }
        }
        return filled.toString();
    }
}
