package org.counterpoint.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportPageTest {

    @Test
    void hostileTextsStayText() throws IOException {
        String page = written(ExampleReport.make(5));
        String noLibraries = withoutScripts(page);
        assertThat(noLibraries)
                .doesNotContain("<img")
                .doesNotContain("<b>")
                .doesNotContain("<i>")
                .doesNotContain("<!--");
        assertThat(noLibraries).contains("&lt;/script&gt;&lt;script&gt;");
        // What HTML cannot hold is not in it: control characters (but line ends and tabs), lone surrogates.
        assertThat(noLibraries).matches("(?s)[^\\x00-\\x08\\x0b-\\x1f\\x7f]*+");
        assertThat(noLibraries.chars().filter(c -> c >= 0xD800 && c <= 0xDFFF)).isEmpty();
    }

    @Test
    void answersComeThroughToTheLetter() throws IOException {
        List<Section.Item> items = ((Section.Answers) last(ExampleReport.make(5))).items();
        JsonNode data = last(data(written(ExampleReport.make(5))));
        for (int i = 0; i < items.size(); i++) {
            assertThat(data.path("items").get(i).get(2).get(0).get(1).asString())
                    .isEqualTo(items.get(i).answers().get(0).text());
        }
    }

    @Test
    void anAnswerThatSeveralModelsGaveStandsThereOnce() throws IOException {
        Section.Item item = new Section.Item(
                "Sort b, a.",
                List.of("sort"),
                List.of(
                        new Section.Shown("sft", "a, b", "1.00", "right", 1),
                        new Section.Shown("dpo", "b", "0.00", "1 items, not 2"),
                        new Section.Shown("slic", "a, b", "1.00", "right", 1)));
        String page = written(page(new Section.Answers("Answers", "", "dpo", List.of(item))));
        assertThat(last(data(page)))
                .hasToString("{\"models\":[\"sft\",\"dpo\",\"slic\"],\"baseline\":1,\"items\":[[\"Sort b,"
                        + " a.\",[\"sort\"],[[[0,2],\"a, b\",\"1.00\",\"right\",1.0],[[1],\"b\",\"0.00\",\"1"
                        + " items, not 2\",null]]]]}");
    }

    @Test
    void nothingIsLoadedAndNoOtherScriptRuns() throws IOException {
        String page = written(ExampleReport.make(1));
        assertThat(withoutScripts(page))
                .doesNotContain("<link")
                .doesNotContain(" src=\"")
                .contains("default-src 'none'");
        for (PageAsset asset : List.of(PageAsset.VEGA, PageAsset.VEGA_LITE, PageAsset.SCRIPT)) {
            assertThat(page).contains(PageAsset.policySource(asset.content()));
        }
    }

    @Test
    void aPageWithoutChartsIsSmall() throws IOException {
        Report plain = page(new Section.Facts("Facts", Map.of("a", "b")));
        assertThat(written(plain)).hasSizeLessThan(70_000).contains("<dt>a</dt><dd dir=\"auto\">b</dd>");
    }

    @Test
    void numbersStandToTheRight() throws IOException {
        List<String> cells = List.of(
                "0.53",
                "-12.1 %",
                "1,234",
                "0.53 [0.49, 0.57]",
                "[-0.1, 2]",
                "54.1 (53.0 to 55.2)",
                "3 of 4",
                "gpt4",
                "2026 runs",
                "e5",
                "");
        Report report = page(new Section.Table("T", "", cells, List.of(cells)));
        Matcher matcher = Pattern.compile("<td class=\"number\">([^<]*)").matcher(written(report));
        assertThat(matcher.results().map(found -> found.group(1)))
                .containsExactly("0.53", "-12.1 %", "1,234", "0.53 [0.49, 0.57]", "[-0.1, 2]", "54.1 (53.0 to 55.2)");
    }

    @Test
    void theFirstScreenStandsBeforeTheChapters() throws IOException {
        String page = withoutScripts(written(ExampleReport.make(1)));
        assertThat(page)
                .contains("Of 8 arms compared with sft, 3 are better")
                .contains("<li class=\"caution\"><span class=\"name\">Seeds</span> <strong>1 an arm</strong></li>");
        assertThat(page.indexOf("class=\"glance\"")).isLessThan(page.indexOf("class=\"chapter\""));
    }

    @Test
    void theRailNamesEachChapterThatHasSomething() throws IOException {
        String page = withoutScripts(written(ExampleReport.make(1)));
        List<String> links = Pattern.compile("<li><a href=\"#([^\"]*)\">([^<]*)")
                .matcher(page)
                .results()
                .map(found -> found.group(1) + " " + found.group(2))
                .toList();
        assertThat(links).containsExactly("results Results", "curves-shares Curves &amp; shares", "answers Answers");
        links.forEach(link -> assertThat(page).contains("class=\"chapter\" id=\"" + link.split(" ")[0] + "\""));
        assertThat(page).contains("<p class=\"population\">On 400 held-out prompts.</p>");
    }

    @Test
    void moreChaptersThanARailHoldsAreRefused() {
        Chapter chapter = new Chapter("One", List.of(new Section.Facts("Facts", Map.of("a", "b"))));
        assertThatThrownBy(() -> new Report("T", "", null, Collections.nCopies(11, chapter)))
                .hasMessage("11 chapters; a page has at most 10: put some together");
    }

    private static Report page(Section section) {
        return new Report("Few", "", null, List.of(new Chapter("All", List.of(section))));
    }

    private static String written(Report report) throws IOException {
        StringWriter out = new StringWriter();
        ReportPage.write(report, out);
        return out.toString();
    }

    private static String withoutScripts(String page) {
        return Pattern.compile("<script[^>]*>.*?</script>", Pattern.DOTALL)
                .matcher(page)
                .replaceAll("");
    }

    private static List<JsonNode> data(String page) {
        return Pattern.compile("<script type=\"application/json\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> JsonMapper.shared().readTree(found.group(1)))
                .toList();
    }

    private static Section last(Report report) {
        return last(report.sections());
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
