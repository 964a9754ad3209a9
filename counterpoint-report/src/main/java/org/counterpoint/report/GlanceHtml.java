package org.counterpoint.report;

import java.io.IOException;
import java.io.Writer;
import tools.jackson.databind.json.JsonMapper;

/** The first screen. */
final class GlanceHtml {
    private GlanceHtml() {}

    static void write(Glance glance, Writer out) throws IOException {
        out.write("<section class=\"glance\" aria-label=\"At a glance\">\n<div><p class=\"answer-first\">"
                + Html.text(glance.sentence()) + "</p>");
        if (!glance.belief().isEmpty()) {
            out.write("<p class=\"belief\">" + Html.text(glance.belief()) + "</p>");
        }
        if (!glance.warnings().isEmpty()) {
            out.write("<ul class=\"warnings\" aria-label=\"Warnings\">\n");
            for (String warning : glance.warnings()) {
                out.write("<li dir=\"auto\">" + Html.text(warning) + "</li>\n");
            }
            out.write("</ul>\n");
        }
        out.write("</div>\n");
        Section.Chart picture = glance.picture();
        if (picture != null) {
            out.write("<figure class=\"picture\"><div class=\"legend\"></div><div class=\"chart\" role=\"img\""
                    + " aria-label=\""
                    + Html.text(picture.heading()) + "\"></div><figcaption class=\"note\">"
                    + Html.text(picture.note())
                    + "</figcaption>\n<script type=\"application/json\">"
                    + Html.json(JsonMapper.shared().writeValueAsString(picture.vegaLite()))
                    + "</script></figure>\n");
        }
        out.write("<div>");
        if (!glance.badges().isEmpty()) {
            out.write("<ul class=\"badges\" aria-label=\"What it rests on\">\n");
            for (Badge badge : glance.badges()) {
                out.write("<li" + (badge.caution() ? " class=\"caution\"" : "") + "><span class=\"name\">"
                        + Html.text(badge.name()) + "</span> <strong>" + Html.text(badge.value()) + "</strong></li>\n");
            }
            out.write("</ul>\n");
        }
        out.write("</div>\n</section>\n");
    }
}
