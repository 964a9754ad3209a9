package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A template's text as Jinja reads it: line ends become {@code \n}, one at the very end is dropped. */
final class Source {
    private static final int LARGEST = 4 << 20;

    private final String text;
    private final String name;
    private final List<Integer> lineStarts = new ArrayList<>();

    Source(String text, String name) {
        if (text.length() > LARGEST) {
            throw new TemplateException("the chat template has more than " + LARGEST + " characters\n  in " + name);
        }
        String normalized = text.replace("\r\n", "\n").replace('\r', '\n');
        this.text = normalized.endsWith("\n") ? normalized.substring(0, normalized.length() - 1) : normalized;
        this.name = name;
        lineStarts.add(0);
        for (int i = this.text.indexOf('\n'); i >= 0; i = this.text.indexOf('\n', i + 1)) {
            lineStarts.add(i + 1);
        }
    }

    String text() {
        return text;
    }

    At at(int offset) {
        int found = Collections.binarySearch(lineStarts, offset);
        int line = found >= 0 ? found : -found - 2;
        return new At(line + 1, offset - lineStarts.get(line) + 1);
    }

    /** An error of the template at a place. */
    TemplateException error(At at, String message) {
        return new TemplateException(
                "chat template: " + message + "\n  in " + name + ", line " + at.line() + ", column " + at.column());
    }
}
