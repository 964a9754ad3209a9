package org.counterpoint.report;

/** Plain text made fit for a page. */
final class Html {
    private static final char REPLACEMENT = '\uFFFD';
    private static final int CONTROL_PICTURES = 0x2400;

    private Html() {}

    /** For an element's content or a quoted attribute. Control characters become their pictures. */
    static String text(String plain) {
        StringBuilder html = new StringBuilder(plain.length() + 16);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                case '\n', '\t' -> html.append(c);
                default -> html.append(shown(plain, i));
            }
        }
        return html.toString();
    }

    /** JSON for a script element of data: the parser of HTML, which reads first, must not find an end tag in it. */
    static String json(String json) {
        StringBuilder safe = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            // Outside strings JSON has none of these.
            if (c == '<' || c == '>' || c == '\u2028' || c == '\u2029' || c == 0x7f || loneSurrogate(json, i)) {
                safe.append(String.format("\\u%04x", (int) c));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    private static char shown(String text, int at) {
        char c = text.charAt(at);
        if (c < ' ') {
            return (char) (CONTROL_PICTURES + c);
        }
        return loneSurrogate(text, at) || c >= 0x7f && c < 0xa0 ? REPLACEMENT : c;
    }

    private static boolean loneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
