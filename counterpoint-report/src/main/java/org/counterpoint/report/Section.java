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
        Answers answers = (Answers) this;
        return new Answers(heading, answers.note(), answers.items());
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
     * @param vegaLite a Vega-Lite specification with its data inline; the page sets width, fonts and colours
     */
    record Chart(String heading, String note, ObjectNode vegaLite) implements Section {}

    /** Answers side by side, to be searched and filtered. */
    record Answers(String heading, String note, List<Item> items) implements Section {
        public Answers {
            items = List.copyOf(items);
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
     */
    record Shown(String model, String text, String verdict, String reason) {}
}
