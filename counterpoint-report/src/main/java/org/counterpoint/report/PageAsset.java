package org.counterpoint.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A style sheet or script that goes into the page as it is. */
enum PageAsset {
    STYLE("page.css"),
    VEGA("third_party/vega/vega.min.js"),
    VEGA_LITE("third_party/vega-lite/vega-lite.min.js"),
    SCRIPT("page.js");

    private final String resource;

    PageAsset(String resource) {
        this.resource = resource;
    }

    String content() {
        try (InputStream in = PageAsset.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its own file " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
