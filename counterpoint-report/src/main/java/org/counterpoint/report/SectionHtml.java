package org.counterpoint.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** One section of the page. What the page's script needs lies beside it as JSON. */
final class SectionHtml {
    private static final ObjectMapper JSON = JsonMapper.shared();

    /** "0.53", "-12.1 %", "1,234", "[0.49, 0.57]", "54.1 (1.2)", and "-" for none, but not "3 of 4" or a date. */
    private static final Pattern NUMBER = Pattern.compile("[-–]|[-+−±<>≤≥\\[(]? ?[-−]?\\d[\\d,. %\\[\\]()±+−–eE-]*");

    private SectionHtml() {}

    static void write(Section section, String id, Writer out) throws IOException {
        if (section instanceof Section.Words words) {
            open(section, id, words.warning() ? "warning" : "words", out);
            words(words, out);
        } else if (section instanceof Section.Facts facts) {
            open(section, id, "has-facts", out);
            facts(facts, out);
        } else if (section instanceof Section.Table table) {
            open(section, id, "has-table", out);
            table(table, id, out);
        } else if (section instanceof Section.Chart chart) {
            open(section, id, "has-chart", out);
            chart(chart, out);
        } else if (section instanceof Section.Answers answers) {
            open(section, id, "has-answers", out);
            answers(answers, out);
        }
        out.write("</section>\n");
    }

    private static void open(Section section, String id, String kind, Writer out) throws IOException {
        out.write("<section id=\"" + id + "\" class=\"" + kind + "\" aria-labelledby=\"" + id + "h\">\n<h2 id=\"" + id
                + "h\">" + Html.text(section.heading()) + "</h2>\n");
    }

    private static void words(Section.Words words, Writer out) throws IOException {
        for (String paragraph : words.paragraphs()) {
            out.write("<p dir=\"auto\">" + Html.text(paragraph) + "</p>\n");
        }
    }

    private static void facts(Section.Facts facts, Writer out) throws IOException {
        out.write("<dl class=\"facts\">\n");
        for (var fact : facts.facts().entrySet()) {
            out.write("<dt>" + Html.text(fact.getKey()) + "</dt><dd dir=\"auto\">" + Html.text(fact.getValue())
                    + "</dd>\n");
        }
        out.write("</dl>\n");
    }

    private static void table(Section.Table table, String id, Writer out) throws IOException {
        out.write("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"" + id
                + "h\">\n<table><thead><tr>");
        for (int column = 0; column < table.columns().size(); column++) {
            out.write("<th scope=\"col\"" + (numeric(table.rows(), column) ? " class=\"number\"" : "") + ">"
                    + Html.text(table.columns().get(column)) + "</th>");
        }
        out.write("</tr></thead><tbody>\n");
        for (List<String> row : table.rows()) {
            out.write("<tr>");
            for (String cell : row) {
                out.write((NUMBER.matcher(cell).matches() ? "<td class=\"number\">" : "<td dir=\"auto\">")
                        + Html.text(cell) + "</td>");
            }
            out.write("</tr>\n");
        }
        out.write("</tbody></table></div>\n");
        note(table.note(), out);
    }

    /** Whether the heading stands to the right, over its numbers. */
    private static boolean numeric(List<List<String>> rows, int column) {
        return rows.stream()
                .filter(row -> row.size() > column && !row.get(column).isBlank())
                .map(row -> NUMBER.matcher(row.get(column)).matches())
                .reduce((all, one) -> all && one)
                .orElse(false);
    }

    private static void chart(Section.Chart chart, Writer out) throws IOException {
        out.write("<figure><div class=\"chart\" role=\"img\" aria-label=\"" + Html.text(chart.heading())
                + "\"></div><figcaption class=\"note\">" + Html.text(chart.note()) + "</figcaption>\n"
                + "<details class=\"data\"><summary>The data as a table</summary></details></figure>\n");
        out.write("<script type=\"application/json\">" + Html.json(JSON.writeValueAsString(chart.vegaLite()))
                + "</script>\n");
    }

    private static void answers(Section.Answers answers, Writer out) throws IOException {
        note(answers.note(), out);
        out.write("<div class=\"controls\" role=\"search\"><label class=\"search\">Search<input type=\"search\""
                + " placeholder=\"in prompts, answers and reasons\"></label><label>Tag<select><option"
                + " value=\"\">any</option></select></label><label>Model<select><option"
                + " value=\"\">all</option></select></label></div>\n"
                + "<p class=\"count\" role=\"status\"></p>\n"
                + "<div class=\"items\"></div>\n"
                + "<button type=\"button\" class=\"more\" hidden>Show more</button>\n"
                + "<script type=\"application/json\">");
        AnswersJson.write(answers.items(), out);
        out.write("</script>\n");
    }

    private static void note(String note, Writer out) throws IOException {
        if (!note.isEmpty()) {
            out.write("<p class=\"note\">" + Html.text(note) + "</p>\n");
        }
    }
}
