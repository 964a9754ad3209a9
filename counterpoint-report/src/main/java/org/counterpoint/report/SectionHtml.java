package org.counterpoint.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One section of the page. What the page's script needs lies beside it as JSON. */
final class SectionHtml {
    private static final ObjectMapper JSON = JsonMapper.shared();

    /** "0.53", "-12.1 %", "[0.49, 0.57]", "54.1 (53.0 to 55.2)", and "-" for none, but not "3 of 4" or a date. */
    private static final Pattern NUMBER =
            Pattern.compile("[-–]|[-+−±<>≤≥\\[(]? ?[-−]?\\d(?:[\\d,. %\\[\\]()±+−–eE-]| to )*");

    private SectionHtml() {}

    static void write(Section section, String id, Writer out) throws IOException {
        if (section instanceof Section.Folded folded) {
            out.write("<details class=\"fold\"><summary>" + Html.text(folded.heading()) + "</summary>\n");
            write(folded.section(), id, out);
            out.write("</details>\n");
            return;
        }
        if (section instanceof Section.Words words) {
            open(section, id, words.warning() ? "warning" : "words", out);
            words(words, out);
        } else if (section instanceof Section.Facts facts) {
            open(section, id, "has-facts", out);
            facts(facts, out);
        } else if (section instanceof Section.Table table) {
            open(section, id, "has-table", out);
            table(table, out);
        } else if (section instanceof Section.Chart chart) {
            open(section, id, "has-chart", out);
            chart(chart, out);
        } else if (section instanceof Section.Panels panels) {
            open(section, id, "has-panels", out);
            panels(panels, out);
        } else if (section instanceof Section.Answers answers) {
            open(section, id, "has-answers", out);
            answers(answers, out);
        }
        out.write("</section>\n");
    }

    private static void open(Section section, String id, String kind, Writer out) throws IOException {
        out.write("<section id=\"" + id + "\" class=\"" + kind + "\" aria-labelledby=\"" + id + "h\">\n<h3 id=\"" + id
                + "h\">" + Html.text(section.heading()) + "</h3>\n");
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

    private static void table(Section.Table table, Writer out) throws IOException {
        out.write("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: "
                + Html.text(table.heading()) + "\">\n<table><thead><tr>");
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
        out.write("<figure><div class=\"legend\"></div><div class=\"chart\" role=\"img\" aria-label=\""
                + Html.text(chart.heading()) + "\"></div><figcaption class=\"note\">" + Html.text(chart.note())
                + "</figcaption>\n");
        under("", out);
        out.write("</figure>\n");
        data(chart.vegaLite(), out);
    }

    private static void panels(Section.Panels panels, Writer out) throws IOException {
        out.write("<figure><div class=\"legend\"></div><div class=\"panels\">\n");
        for (String panel : panels.panels()) {
            out.write("<div class=\"panel\"><h4>" + Html.text(panel)
                    + "</h4><div class=\"chart\" role=\"img\" aria-label=\""
                    + Html.text(panels.heading() + ": " + panel) + "\"></div></div>\n");
        }
        out.write("</div><figcaption class=\"note\">" + Html.text(panels.note()) + "</figcaption>\n");
        under(
                "<label>Smoothing <input type=\"range\" min=\"0\" max=\"20\" step=\"1\" value=\"2\">"
                        + "<output>2 % of the steps</output></label>",
                out);
        out.write("</figure>\n");
        data(panels.data(), out);
    }

    /** What stands beneath a drawing: its data, and ways to take them away. */
    private static void under(String controls, Writer out) throws IOException {
        out.write("<div class=\"under\">" + controls + "<span class=\"tools\"></span></div>"
                + "<details class=\"data\"><summary>The data as a table</summary></details>");
    }

    private static void data(ObjectNode json, Writer out) throws IOException {
        out.write("<script type=\"application/json\">" + Html.json(JSON.writeValueAsString(json)) + "</script>\n");
    }

    private static void answers(Section.Answers answers, Writer out) throws IOException {
        note(answers.note(), out);
        String beside = answers.baseline().isEmpty() ? "the others" : answers.baseline();
        out.write("<div class=\"controls\" role=\"search\" aria-label=\"Search: " + Html.text(answers.heading()) + "\">"
                + "<label class=\"search\">Search<input type=\"search\" data-control=\"search\""
                + " placeholder=\"in prompts, answers and reasons\"></label>"
                + select("Model", "model", "<option value=\"\">all</option>")
                + select(
                        "Beside " + Html.text(beside),
                        "outcome",
                        "<option value=\"\">any</option><option value=\"1\">better</option>"
                                + "<option value=\"0\">equal</option><option value=\"-1\">worse</option>")
                + select("Tag", "tag", "<option value=\"\">any</option>")
                + select(
                        "Shown as",
                        "how",
                        "<option value=\"differences\">differences from " + Html.text(beside) + "</option><option"
                                + " value=\"markdown\">markdown</option><option"
                                + " value=\"plain\">plain"
                                + " text</option>")
                + "<label class=\"check\"><input type=\"checkbox\" data-control=\"differ\">only where they"
                + " differ</label></div>\n"
                + "<p class=\"count\" role=\"status\"></p>\n"
                + "<div class=\"items\"></div>\n"
                + "<button type=\"button\" class=\"more\" hidden>Show more</button>\n"
                + "<script type=\"application/json\">");
        AnswersJson.write(answers, out);
        out.write("</script>\n");
    }

    private static String select(String label, String name, String options) {
        return "<label>" + label + "<select data-control=\"" + name + "\">" + options + "</select></label>";
    }

    private static void note(String note, Writer out) throws IOException {
        if (!note.isEmpty()) {
            out.write("<p class=\"note\">" + Html.text(note) + "</p>\n");
        }
    }
}
