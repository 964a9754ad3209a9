package org.counterpoint.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.counterpoint.store.FileFailure;
import org.counterpoint.store.WholeFile;

/**
 * Writes a report as one HTML file that needs nothing else: styles, scripts and data are inside it, and its content
 * security policy forbids it to load or run anything more. Every text of the report is data to it, never markup.
 */
public final class ReportPage {
    private ReportPage() {}

    /**
     * Writes it whole, or leaves what was there.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Report report, Path file) {
        Path work = WholeFile.beside(file);
        try {
            try (BufferedWriter out = Files.newBufferedWriter(work, StandardCharsets.UTF_8)) {
                write(report, out);
            }
            WholeFile.publish(work, file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + FileFailure.reason(e), e);
        } finally {
            discard(work);
        }
    }

    private static void discard(Path work) {
        try {
            Files.deleteIfExists(work);
        } catch (IOException e) {
            throw new UncheckedIOException(work + " cannot be removed: " + FileFailure.reason(e), e);
        }
    }

    public static void write(Report report, Writer out) throws IOException {
        // The libraries are half of a small page's size.
        List<PageAsset> scripts = draws(report)
                ? List.of(PageAsset.VEGA, PageAsset.VEGA_LITE, PageAsset.SCRIPT)
                : List.of(PageAsset.SCRIPT);
        List<String> contents = scripts.stream().map(PageAsset::content).toList();
        head(report, contents, out);
        Glance glance = report.glance();
        if (glance != null) {
            GlanceHtml.write(glance, out);
        }
        out.write("<div class=\"body\">\n");
        contents(report, out);
        out.write("<div class=\"chapters\">\n");
        int number = 0;
        for (Chapter chapter : report.chapters()) {
            out.write("<div class=\"chapter\" id=\"" + slug(chapter.title()) + "\">\n<h2>" + Html.text(chapter.title())
                    + "</h2>\n");
            if (!chapter.population().isEmpty()) {
                out.write("<p class=\"population\">" + Html.text(chapter.population()) + "</p>\n");
            }
            for (Section section : chapter.sections()) {
                SectionHtml.write(section, "s" + ++number, out);
            }
            out.write("</div>\n");
        }
        out.write("</div>\n</div>\n</main>\n");
        foot(report, out);
        for (String content : contents) {
            out.write("<script>" + content + "</script>\n");
        }
        out.write("</body>\n</html>\n");
    }

    private static boolean draws(Report report) {
        Glance glance = report.glance();
        return glance != null && glance.picture() != null
                || report.sections().stream()
                        .map(section -> section instanceof Section.Folded folded ? folded.section() : section)
                        .anyMatch(section -> section instanceof Section.Chart || section instanceof Section.Panels);
    }

    private static void foot(Report report, Writer out) throws IOException {
        out.write("<footer class=\"page\"><p>Made by Counterpoint.");
        if (report.sections().stream().anyMatch(Section.Answers.class::isInstance)) {
            out.write(" <span class=\"keys\">Keys: <kbd>/</kbd> searches the answers, <kbd>j</kbd> and <kbd>k</kbd> go"
                    + " from prompt to prompt, <kbd>d</kbd> shows only those that differ or all, <kbd>m</kbd>"
                    + " changes how answers are shown.</span>");
        }
        out.write("</p></footer>\n");
    }

    /** A chapter's name as the end of an address. */
    private static String slug(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
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
                + "<title>" + title + "</title>\n<style>\n" + PageAsset.STYLE.content() + "</style>\n"
                + "</head>\n"
                + "<body>\n"
                + "<a class=\"skip\""
                + " href=\"#main\">To the"
                + " content</a>\n"
                + "<main id=\"main\""
                + " class=\"page\""
                + " tabindex=\"-1\">\n"
                + "<header><h1>" + title + "</h1>");
        if (!report.subtitle().isEmpty()) {
            out.write("<p>" + Html.text(report.subtitle()) + "</p>");
        }
        out.write("</header>\n");
    }

    private static void contents(Report report, Writer out) throws IOException {
        out.write("<nav class=\"rail\" aria-label=\"Chapters\"><details open><summary>Chapters</summary><ol>\n");
        for (Chapter chapter : report.chapters()) {
            out.write("<li><a href=\"#" + slug(chapter.title()) + "\">" + Html.text(chapter.title()) + "</a></li>\n");
        }
        out.write("</ol></details></nav>\n");
    }
}
