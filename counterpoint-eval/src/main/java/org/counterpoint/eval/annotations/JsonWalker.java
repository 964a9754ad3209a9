package org.counterpoint.eval.annotations;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over the bytes of a JSON text, several times faster than a parser that makes values of them: most of an
 * annotation file is answers, of which only the length is asked. It takes what RFC 8259 and UTF-8 allow and stops with
 * {@link Unusual} at anything else, without saying what.
 */
final class JsonWalker {
    /** Something that this walker does not take; the file may be right all the same. */
    static final class Unusual extends Exception {
        private static final long serialVersionUID = 1;

        Unusual() {
            super(null, null, false, false);
        }
    }

    private static final int DEEPEST = 64;
    private static final int MOST_KEYS = 512;
    private static final int LONGEST_NUMBER = 400;

    private static final byte PLAIN = 0;
    private static final byte QUOTE = 1;
    private static final byte ESCAPE = 2;
    private static final byte OTHER = 3;

    /** What a byte is within a string. */
    private static final byte[] KIND = new byte[256];

    static {
        Arrays.fill(KIND, OTHER);
        Arrays.fill(KIND, ' ', 0x80, PLAIN);
        KIND['"'] = QUOTE;
        KIND['\\'] = ESCAPE;
    }

    private final byte[] bytes;
    private int at;
    private int line = 1;

    /** The last string or number: its first byte, and the one behind its last, quotes not among them. */
    private int from;

    private int to;
    private int codePoints;

    /** The keys of the objects around this place, to find one that stands twice. */
    private final int[] keys = new int[2 * MOST_KEYS];

    private int keyCount;

    /** @param bytes with a 0 behind the text, which no JSON text holds */
    JsonWalker(byte[] bytes) {
        if (bytes.length == 0 || bytes[bytes.length - 1] != 0) {
            throw new IllegalArgumentException("no 0 at the end");
        }
        this.bytes = bytes;
    }

    /** The next byte that is not whitespace, which is not passed; 0 at the end. */
    byte peek() {
        byte next = bytes[at];
        while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
            line += next == '\n' ? 1 : 0;
            next = bytes[++at];
        }
        return next;
    }

    boolean atEnd() {
        return peek() == 0 && at == bytes.length - 1;
    }

    /** From 1, of the byte that was peeked at. */
    int line() {
        return line;
    }

    void expect(char wanted) throws Unusual {
        if (peek() != wanted) {
            throw new Unusual();
        }
        at++;
    }

    /** Passes the byte if it is the next; says whether. */
    boolean pass(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    /** Begins an object; what it gives is for {@link #key}. */
    int object() throws Unusual {
        expect('{');
        return keyCount;
    }

    /**
     * The next key of an object, and the colon behind it; false at the object's end.
     *
     * @param object what {@link #object} gave
     */
    boolean key(int object) throws Unusual {
        if (pass('}')) {
            keyCount = object;
            return false;
        }
        if (keyCount > object) {
            expect(',');
        }
        string();
        if (!isAscii() || keyCount == MOST_KEYS) {
            throw new Unusual();
        }
        for (int k = object; k < keyCount; k++) {
            if (is(keys[2 * k], keys[2 * k + 1])) {
                throw new Unusual();
            }
        }
        keys[2 * keyCount] = from;
        keys[2 * keyCount + 1] = to;
        keyCount++;
        expect(':');
        return true;
    }

    /** Whether the last string is this one, written without escapes. */
    boolean is(byte[] text) {
        return to - from == text.length && Arrays.equals(bytes, from, to, text, 0, text.length);
    }

    private boolean is(int otherFrom, int otherTo) {
        return to - from == otherTo - otherFrom && Arrays.equals(bytes, from, to, bytes, otherFrom, otherTo);
    }

    /** Whether the last string has only ASCII and no escapes. */
    private boolean isAscii() {
        return codePoints == to - from;
    }

    /** Passes a string, which is then {@link #text}, {@link #hash} and {@link #codePoints}. */
    void string() throws Unusual {
        expect('"');
        from = at;
        int i = at;
        int saved = 0; // bytes that are no code point of their own
        while (true) {
            byte kind = KIND[bytes[i] & 0xFF];
            if (kind == PLAIN) {
                i++;
            } else if (kind == QUOTE) {
                break;
            } else {
                int length = kind == ESCAPE ? JsonCodePoints.escape(bytes, i) : JsonCodePoints.sequence(bytes, i);
                saved += length - 1;
                i += length;
            }
        }
        to = i;
        codePoints = to - from - saved;
        at = i + 1;
    }

    /** Of the last string. */
    int codePoints() {
        return codePoints;
    }

    /** The last string. */
    String text() throws Unusual {
        if (isAscii()) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        StringBuilder text = new StringBuilder(to - from);
        int start = from;
        int i = from;
        while (i < to) {
            if (bytes[i] != '\\') {
                i++;
                continue;
            }
            text.append(new String(bytes, start, i - start, StandardCharsets.UTF_8))
                    .append(JsonCodePoints.escaped(bytes, i));
            i += bytes[i + 1] == 'u' ? 6 : 2;
            start = i;
        }
        return text.append(new String(bytes, start, to - start, StandardCharsets.UTF_8))
                .toString();
    }

    /** {@code text().hashCode()}, without the text. */
    int hash() throws Unusual {
        int hash = 0;
        int i = from;
        while (i < to) {
            byte b = bytes[i];
            if (b == '\\') {
                hash = 31 * hash + JsonCodePoints.escaped(bytes, i);
                i += bytes[i + 1] == 'u' ? 6 : 2;
            } else if (b >= 0) {
                hash = 31 * hash + b;
                i++;
            } else {
                int length = JsonCodePoints.sequence(bytes, i);
                for (char unit : new String(bytes, i, length, StandardCharsets.UTF_8).toCharArray()) {
                    hash = 31 * hash + unit;
                }
                i += length;
            }
        }
        return hash;
    }

    /** Whether the last string begins with something that shows. */
    boolean beginsVisibly() {
        return from < to && bytes[from] > ' ' && bytes[from] < 0x7F && bytes[from] != '\\';
    }

    /** Passes a number and gives it. */
    double number() throws Unusual {
        skipNumber();
        return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }

    private void skipNumber() throws Unusual {
        peek();
        from = at;
        pass('-');
        if (bytes[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (bytes[at] == '.') {
            at++;
            digits();
        }
        if (bytes[at] == 'e' || bytes[at] == 'E') {
            at++;
            if (bytes[at] == '+' || bytes[at] == '-') {
                at++;
            }
            digits();
        }
        to = at;
        if (to - from > LONGEST_NUMBER) {
            throw new Unusual();
        }
    }

    private void digits() throws Unusual {
        int first = at;
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == first) {
            throw new Unusual();
        }
    }

    boolean isString() {
        return peek() == '"';
    }

    boolean isNumber() {
        byte next = peek();
        return next == '-' || next >= '0' && next <= '9';
    }

    /** Passes {@code null} if it is next; says whether. */
    boolean passNull() throws Unusual {
        if (peek() != 'n') {
            return false;
        }
        word("null");
        return true;
    }

    private void word(String word) throws Unusual {
        for (int k = 0; k < word.length(); k++) {
            if (bytes[at++] != word.charAt(k)) {
                throw new Unusual();
            }
        }
    }

    /** Passes a value of any kind. */
    void skip() throws Unusual {
        skip(0);
    }

    private void skip(int depth) throws Unusual {
        if (depth > DEEPEST) {
            throw new Unusual();
        }
        switch (peek()) {
            case '"' -> string();
            case '{' -> {
                int object = object();
                while (key(object)) {
                    skip(depth + 1);
                }
            }
            case '[' -> {
                at++;
                if (!pass(']')) {
                    do {
                        skip(depth + 1);
                    } while (pass(','));
                    expect(']');
                }
            }
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> skipNumber();
        }
    }
}
