package org.counterpoint.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A style sheet or script that goes into the page as it is; of several files, each with one idea, one after the other. */
enum PageAsset {
    STYLE("page/base.css", "page/glance.css", "page/chapters.css", "page/answers.css", "page/print.css"),
    VEGA("third_party/vega/vega.min.js"),
    VEGA_LITE("third_party/vega-lite/vega-lite.min.js"),
    SCRIPT(
            "page/dom.js",
            "page/save.js",
            "page/tooltip.js",
            "page/legend.js",
            "page/drawing.js",
            "page/chart.js",
            "page/smooth.js",
            "page/panels.js",
            "page/charts.js",
            "page/tables.js",
            "page/rail.js",
            "page/diff.js",
            "page/markdown.js",
            "page/items.js",
            "page/text.js",
            "page/item-box.js",
            "page/answers.js",
            "page/keys.js",
            "page/start.js");

    private final List<String> resources;

    PageAsset(String... resources) {
        this.resources = List.of(resources);
    }

    String content() {
        return resources.stream().map(PageParts::read).collect(Collectors.joining());
    }

    /** As a content security policy names it: a script that is not among those named does not run. */
    static String policySource(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
