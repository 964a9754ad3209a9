package org.counterpoint.report;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A part of a page, under a heading. Texts are plain text, never HTML: answers of models are hostile input. */
public sealed interface Section {

    String heading();

    /** The same, its heading with a prefix: for a page on which several of a kind stand. */
    default Section headed(String prefix) {
        String heading = prefix + ": " + heading();
        if (this instanceof Words words) {
            return new Words(heading, words.paragraphs(), words.warning());
        }
        if (this instanceof Facts facts) {
            return new Facts(heading, facts.facts());
        }
        if (this instanceof Table table) {
            return new Table(heading, table.note(), table.columns(), table.rows());
        }
        if (this instanceof Chart chart) {
            return new Chart(heading, chart.note(), chart.vegaLite());
        }
        if (this instanceof Panels panels) {
            return new Panels(heading, panels.note(), panels.data(), panels.panels());
        }
        if (this instanceof Folded folded) {
            return new Folded(folded.section().headed(prefix));
        }
        Answers answers = (Answers) this;
        return new Answers(heading, answers.note(), answers.baseline(), answers.items());
    }

    /** The same, shown as its heading alone until it is opened. */
    default Section folded() {
        return this instanceof Folded ? this : new Folded(this);
    }

    /** Another section, folded away. */
    record Folded(Section section) implements Section {
        @Override
        public String heading() {
            return section.heading();
        }
    }

    /** Paragraphs; a warning is drawn so that it is not overlooked. */
    record Words(String heading, List<String> paragraphs, boolean warning) implements Section {
        public Words {
            paragraphs = List.copyOf(paragraphs);
        }
    }

    /** Names and their values, such as versions or counts. */
    record Facts(String heading, Map<String, String> facts) implements Section {}

    /**
     * A table.
     *
     * @param note how its numbers were made; shown beneath
     * @param rows as many cells each as there are columns; a cell that is a number is set to the right
     */
    record Table(String heading, String note, List<String> columns, List<List<String>> rows) implements Section {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /**
     * A chart.
     *
     * @param note what it shows and how to read it, for those who cannot see it too
     * @param vegaLite a Vega-Lite specification with its data inline; the page sets width, fonts and colours, and draws
     *     the legend itself; {@code usermeta.titles} names the fields of the data for readers
     */
    record Chart(String heading, String note, ObjectNode vegaLite) implements Section {}

    /**
     * Small multiples: many small charts with one legend, such as the curves of a training run.
     *
     * @param data of all of them, as the page's script reads it
     * @param panels what each is called
     */
    record Panels(String heading, String note, ObjectNode data, List<String> panels) implements Section {
        public Panels {
            panels = List.copyOf(panels);
        }
    }

    /**
     * Answers side by side, to be compared, searched and filtered.
     *
     * @param baseline the model whose answers the others are compared with; empty where there is none
     */
    record Answers(String heading, String note, String baseline, List<Item> items) implements Section {
        public Answers {
            items = List.copyOf(items);
        }

        public Answers(String heading, String note, List<Item> items) {
            this(heading, note, "", items);
        }
    }

    /**
     * One prompt and what was answered.
     *
     * @param tags what a reader may filter by: a category, "disagreement", "unseen family"
     */
    record Item(String prompt, List<String> tags, List<Shown> answers) {
        public Item {
            tags = List.copyOf(tags);
            answers = List.copyOf(answers);
        }
    }

    /**
     * One answer.
     *
     * @param verdict what a grader or judge said of it, short, such as {@code "0.5"} or {@code "wins 2 of 2"}; empty
     *     where nothing was said
     * @param reason why, in the grader's or judge's words; empty where there is none
     * @param score from 0 to 1: a grade, or, where only the baseline's rivals have one, 1 for a win over it; not a
     *     number where nobody said
     */
    record Shown(String model, String text, String verdict, String reason, double score) {
        public Shown(String model, String text, String verdict, String reason) {
            this(model, text, verdict, reason, Double.NaN);
        }
    }
}
