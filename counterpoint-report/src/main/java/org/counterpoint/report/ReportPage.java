package org.counterpoint.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a report as one HTML file that needs nothing else: styles, scripts and data are inside it, and its content
 * security policy forbids it to load or run anything more. Every text of the report is data to it, never markup.
 */
public final class ReportPage {
    /** From so many sections on there is a list of them at the top. */
    private static final int MANY = 4;

    private ReportPage() {}

    /** @throws UncheckedIOException if the file cannot be written */
    public static void write(Report report, Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            write(report, out);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    public static void write(Report report, Writer out) throws IOException {
        boolean charts = report.sections().stream().anyMatch(Section.Chart.class::isInstance);
        // The libraries are half of a small page's size.
        List<PageAsset> scripts =
                charts ? List.of(PageAsset.VEGA, PageAsset.VEGA_LITE, PageAsset.SCRIPT) : List.of(PageAsset.SCRIPT);
        List<String> contents = scripts.stream().map(PageAsset::content).toList();
        head(report, contents, out);
        if (report.sections().size() >= MANY) {
            contents(report, out);
        }
        out.write("<main id=\"main\">\n");
        for (int i = 0; i < report.sections().size(); i++) {
            SectionHtml.write(report.sections().get(i), "s" + (i + 1), out);
        }
        out.write("</main>\n<footer><p>Made by Counterpoint.");
        if (report.sections().stream().anyMatch(Section.Answers.class::isInstance)) {
            out.write(" <span class=\"keys\">Keys: <kbd>/</kbd> searches, <kbd>j</kbd> and <kbd>k</kbd> go from prompt"
                    + " to prompt.</span>");
        }
        out.write("</p></footer>\n");
        for (String content : contents) {
            out.write("<script>" + content + "</script>\n");
        }
        out.write("</body>\n</html>\n");
    }

    private static void head(Report report, List<String> scripts, Writer out) throws IOException {
        StringBuilder sources = new StringBuilder();
        scripts.forEach(script -> sources.append(' ').append(PageAsset.policySource(script)));
        // Vega makes functions of the charts' own expressions.
        String policy = "default-src 'none'; script-src 'unsafe-eval'" + sources
                + "; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
        String title = Html.text(report.title());
        out.write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + "<title>" + title + "</title>\n<style>\n" + PageAsset.STYLE.content() + "</style>\n</head>\n<body>\n"
                + "<a class=\"skip\" href=\"#main\">To the content</a>\n<header><h1>" + title + "</h1>");
        if (!report.subtitle().isEmpty()) {
            out.write("<p>" + Html.text(report.subtitle()) + "</p>");
        }
        out.write("</header>\n");
    }

    private static void contents(Report report, Writer out) throws IOException {
        out.write("<nav aria-label=\"Contents\"><details open><summary>Contents</summary><ol>\n");
        for (int i = 0; i < report.sections().size(); i++) {
            out.write("<li><a href=\"#s" + (i + 1) + "\">"
                    + Html.text(report.sections().get(i).heading()) + "</a></li>\n");
        }
        out.write("</ol></details></nav>\n");
    }
}
