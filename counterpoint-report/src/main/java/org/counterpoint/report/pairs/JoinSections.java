package org.counterpoint.report.pairs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.counterpoint.data.Origin;
import org.counterpoint.pairs.join.JoinReport;
import org.counterpoint.report.Section;

/** What did not come together: prompts that a model did not answer, files that joined with none, prompts nearly equal. */
final class JoinSections {
    private JoinSections() {}

    /** Nothing where every model answered every prompt and no two prompts are nearly equal. */
    static List<Section> of(JoinReport joining) {
        List<Section> sections = new ArrayList<>();
        if (!joining.missing().isEmpty()) {
            sections.add(missing(joining));
        }
        if (!joining.alone().isEmpty()) {
            List<List<String>> rows = new ArrayList<>();
            joining.alone().forEach((file, count) -> rows.add(List.of(file, String.valueOf(count))));
            sections.add(new Section.Table(
                    "Answers that joined with none",
                    "By file, the answers to prompts that no other model answered: they make no pair.",
                    List.of("File", "Answers"),
                    rows));
        }
        if (joining.nearEqual().prompts() > 0) {
            List<List<String>> rows = new ArrayList<>();
            for (List<Origin> same : joining.nearEqual().examples()) {
                rows.add(List.of(same.stream().map(Origin::toString).collect(Collectors.joining(", "))));
            }
            sections.add(new Section.Table(
                    "Prompts that are nearly equal",
                    joining.nearEqual().prompts() + " prompts differ from another one in spaces, case, Unicode form or"
                            + " roles only. They were not joined; near-equal.jsonl names all, these are the first.",
                    List.of("Places"),
                    rows));
        }
        return sections;
    }

    private static Section missing(JoinReport joining) {
        List<List<String>> rows = new ArrayList<>();
        joining.missing().forEach((model, lacking) -> rows.addAll(rows(model, lacking, joining.prompts())));
        return new Section.Table(
                "Prompts without an answer",
                "Of " + joining.prompts() + " prompts, those that the model did not answer; the first of them with the"
                        + " place of another model's answer.",
                List.of("Model", "Prompts", "%", "Such as that of", "Prompt"),
                rows);
    }

    private static List<List<String>> rows(String model, JoinReport.Missing lacking, long all) {
        List<List<String>> rows = new ArrayList<>();
        for (JoinReport.Example example : lacking.examples()) {
            boolean first = rows.isEmpty();
            rows.add(List.of(
                    first ? model : "",
                    first ? String.valueOf(lacking.prompts()) : "",
                    first ? String.format(Locale.ROOT, "%.1f", 100.0 * lacking.prompts() / all) : "",
                    example.origin().toString(),
                    example.prompt()));
        }
        return rows;
    }
}
