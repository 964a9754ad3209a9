package org.counterpoint.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Styles and scripts that every page of this program has in common, and other people's that pages draw with. */
public final class PageParts {
    private PageParts() {}

    /**
     * The text of one of the program's own files.
     *
     * @param name such as {@code page/dom.js} or {@code third_party/uplot/uPlot.min.css}
     */
    public static String read(String name) {
        try (InputStream in = PageParts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its own file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
