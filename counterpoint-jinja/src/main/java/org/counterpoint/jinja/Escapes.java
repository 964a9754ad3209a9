package org.counterpoint.jinja;

/** The backslash sequences of a string literal, as Python reads them; an unknown one stays as it is written. */
final class Escapes {
    private Escapes() {}

    static String decode(String written) {
        if (written.indexOf('\\') < 0) {
            return written;
        }
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < written.length()) {
            char c = written.charAt(i);
            if (c != '\\') {
                out.append(c);
                i++;
            } else {
                i = sequence(written, i + 1, out);
            }
        }
        return out.toString();
    }

    /** Reads the sequence whose character after the backslash is at {@code i}; returns where to go on. */
    private static int sequence(String written, int i, StringBuilder out) {
        char c = written.charAt(i);
        switch (c) {
            case '\n' -> {}
            case '\\', '\'', '"' -> out.append(c);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'x' -> {
                return hex(written, i + 1, 2, out);
            }
            case 'u' -> {
                return hex(written, i + 1, 4, out);
            }
            case 'U' -> {
                return hex(written, i + 1, 8, out);
            }
            case 'N' -> throw new TemplateFault("characters by name (\\N{...}) are not supported; write the character");
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                return octal(written, i, out);
            }
            default -> out.append('\\').append(c);
        }
        return i + 1;
    }

    private static int hex(String written, int from, int digits, StringBuilder out) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < written.length() ? Character.digit(written.charAt(i), 16) : -1;
            if (digit < 0 || value > Character.MAX_CODE_POINT) {
                throw new TemplateFault("a string holds a broken \\x, \\u or \\U sequence");
            }
            value = value * 16 + digit;
        }
        if (value > Character.MAX_CODE_POINT) {
            throw new TemplateFault("a string holds a \\U sequence that is no character");
        }
        out.appendCodePoint(value);
        return from + digits;
    }

    private static int octal(String written, int from, StringBuilder out) {
        int value = 0;
        int i = from;
        while (i < from + 3 && i < written.length() && written.charAt(i) >= '0' && written.charAt(i) <= '7') {
            value = value * 8 + written.charAt(i) - '0';
            i++;
        }
        out.appendCodePoint(value);
        return i;
    }
}
