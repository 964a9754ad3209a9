package org.counterpoint.data.rows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.counterpoint.data.JsonRuns;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a row straight from its bytes, where the row is as rows should be: an object, JSON and UTF-8 without a fault.
 * Whatever is wrong or out of the ordinary it gives up, and leaves it to Jackson to accept it or to say what is wrong.
 * What it does accept is the same tree that Jackson makes. For one thread.
 */
final class PlainJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_DEPTH = 100;
    private static final int MOST_DIGITS = 18;
    private static final int MOST_NAME = 1000;
    private static final int LARGE = 1 << 20;
    private static final byte[] NOTHING = {};

    private final KnownNames names = new KnownNames();
    private byte[] bytes = NOTHING;
    private int at;
    private int end;
    private byte[] unescaped = new byte[1 << 12];
    private int length;

    /** Not an error of the row: only nothing for this reader. */
    private static final class GivenUp extends Exception {
        static final GivenUp INSTANCE = new GivenUp();

        private GivenUp() {
            super("", null, false, false);
        }
    }

    /** The object; null where another reader has to look. */
    @Nullable
    ObjectNode read(byte[] source, int from, int count) {
        bytes = source;
        at = from;
        end = from + count;
        try {
            skipSpace();
            expect('{');
            ObjectNode object = object(0);
            skipSpace();
            return at == end ? object : null;
        } catch (GivenUp e) {
            return null;
        } finally {
            bytes = NOTHING;
            if (unescaped.length > LARGE) {
                unescaped = new byte[1 << 12];
            }
        }
    }

    private JsonNode value(int depth) throws GivenUp {
        if (depth > MOST_DEPTH) {
            throw GivenUp.INSTANCE;
        }
        switch (peek()) {
            case '"' -> {
                at++;
                return NODES.stringNode(string());
            }
            case '{' -> {
                at++;
                return object(depth);
            }
            case '[' -> {
                at++;
                return array(depth);
            }
            case 't' -> {
                word("true");
                return NODES.booleanNode(true);
            }
            case 'f' -> {
                word("false");
                return NODES.booleanNode(false);
            }
            case 'n' -> {
                word("null");
                return NODES.nullNode();
            }
            case 'N' -> {
                word("NaN"); // Python's json writes these; as JSON knows none of them, they are read as nothing
                return NODES.nullNode();
            }
            case 'I' -> {
                word("Infinity");
                return NODES.nullNode();
            }
            default -> {
                return number();
            }
        }
    }

    private ObjectNode object(int depth) throws GivenUp {
        ObjectNode object = NODES.objectNode();
        skipSpace();
        if (peek() == '}') {
            at++;
            return object;
        }
        while (true) {
            expect('"');
            String name = name();
            skipSpace();
            expect(':');
            skipSpace();
            if (name.length() > MOST_NAME || object.putIfAbsent(name, value(depth + 1)) != null) {
                throw GivenUp.INSTANCE; // a key twice
            }
            skipSpace();
            if (peek() == '}') {
                at++;
                return object;
            }
            expect(',');
            skipSpace();
        }
    }

    private ArrayNode array(int depth) throws GivenUp {
        ArrayNode array = NODES.arrayNode();
        skipSpace();
        if (peek() == ']') {
            at++;
            return array;
        }
        while (true) {
            array.add(value(depth + 1));
            skipSpace();
            if (peek() == ']') {
                at++;
                return array;
            }
            expect(',');
            skipSpace();
        }
    }

    /** A key after its opening quote: mostly one that another row had. */
    private String name() throws GivenUp {
        String known = names.find(bytes, at, end);
        if (known != null) {
            at += known.length() + 1;
            return known;
        }
        int from = at;
        String name = string();
        names.add(name, at - 1 - from);
        return name;
    }

    /** What follows the opening quote. */
    private String string() throws GivenUp {
        int from = at;
        int stop = JsonRuns.end(bytes, from, end);
        if (stop < end && bytes[stop] == '"') {
            at = stop + 1;
            return text(bytes, from, stop - from);
        }
        length = 0;
        while (true) {
            copy(from, stop);
            at = stop;
            if (peek() == '"') {
                at++;
                return text(unescaped, 0, length);
            }
            expect('\\');
            escape();
            from = at;
            stop = JsonRuns.end(bytes, from, end);
        }
    }

    /** Decoding puts U+FFFD in the place of what is no UTF-8; where it stands, another reader tells what it was. */
    private static String text(byte[] utf8, int from, int count) throws GivenUp {
        String text = new String(utf8, from, count, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            throw GivenUp.INSTANCE;
        }
        return text;
    }

    private void copy(int from, int to) {
        ensure(to - from);
        System.arraycopy(bytes, from, unescaped, length, to - from);
        length += to - from;
    }

    private void escape() throws GivenUp {
        ensure(4);
        int c = peek();
        at++;
        switch (c) {
            case '"', '\\', '/' -> unescaped[length++] = (byte) c;
            case 'n' -> unescaped[length++] = '\n';
            case 't' -> unescaped[length++] = '\t';
            case 'r' -> unescaped[length++] = '\r';
            case 'b' -> unescaped[length++] = '\b';
            case 'f' -> unescaped[length++] = '\f';
            case 'u' -> character(codePoint());
            default -> throw GivenUp.INSTANCE;
        }
    }

    private int codePoint() throws GivenUp {
        int first = hex();
        if (first < Character.MIN_SURROGATE || first > Character.MAX_SURROGATE) {
            return first;
        }
        expect('\\');
        expect('u');
        int second = hex();
        if (first > Character.MAX_HIGH_SURROGATE
                || second < Character.MIN_LOW_SURROGATE
                || second > Character.MAX_LOW_SURROGATE) {
            throw GivenUp.INSTANCE; // half of a pair
        }
        return Character.toCodePoint((char) first, (char) second);
    }

    private int hex() throws GivenUp {
        if (end - at < 4) {
            throw GivenUp.INSTANCE;
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int b = bytes[at++];
            int digit = b < 0 ? -1 : Character.digit(b, 16);
            if (digit < 0) {
                throw GivenUp.INSTANCE;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Appends a character in UTF-8. */
    private void character(int c) {
        if (c < 0x80) {
            unescaped[length++] = (byte) c;
        } else if (c < 0x800) {
            unescaped[length++] = (byte) (0xC0 | c >> 6);
            unescaped[length++] = (byte) (0x80 | c & 0x3F);
        } else if (c < 0x10000) {
            unescaped[length++] = (byte) (0xE0 | c >> 12);
            unescaped[length++] = (byte) (0x80 | c >> 6 & 0x3F);
            unescaped[length++] = (byte) (0x80 | c & 0x3F);
        } else {
            unescaped[length++] = (byte) (0xF0 | c >> 18);
            unescaped[length++] = (byte) (0x80 | c >> 12 & 0x3F);
            unescaped[length++] = (byte) (0x80 | c >> 6 & 0x3F);
            unescaped[length++] = (byte) (0x80 | c & 0x3F);
        }
    }

    private void ensure(int more) {
        if (unescaped.length - length < more) {
            unescaped = Arrays.copyOf(unescaped, Math.max(unescaped.length * 2, length + more));
        }
    }

    /** Whole numbers of a usual size; the others are rare enough for Jackson. */
    private JsonNode number() throws GivenUp {
        int from = at;
        boolean negative = peek() == '-';
        at += negative ? 1 : 0;
        if (negative && peek() == 'I') {
            word("Infinity");
            return NODES.nullNode();
        }
        int first = at;
        long value = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + (bytes[at++] - '0');
            if (at - first > MOST_DIGITS) {
                throw GivenUp.INSTANCE;
            }
        }
        boolean leadingZero = at - first > 1 && bytes[first] == '0';
        if (at == first || leadingZero || (negative && value == 0)) {
            throw GivenUp.INSTANCE;
        }
        if (at < end && (bytes[at] == '.' || bytes[at] == 'e' || bytes[at] == 'E')) {
            return fraction(from);
        }
        long signed = negative ? -value : value;
        return (int) signed == signed ? NODES.numberNode((int) signed) : NODES.numberNode(signed);
    }

    private JsonNode fraction(int from) throws GivenUp {
        if (bytes[at] == '.') {
            at++;
            digits();
        }
        if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            digits();
        }
        double value = Double.parseDouble(new String(bytes, from, at - from, StandardCharsets.ISO_8859_1));
        return Double.isFinite(value) ? NODES.numberNode(value) : NODES.nullNode();
    }

    private void digits() throws GivenUp {
        int from = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == from || at - from > MOST_DIGITS) {
            throw GivenUp.INSTANCE;
        }
    }

    private void word(String word) throws GivenUp {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
    }

    private void expect(char c) throws GivenUp {
        if (peek() != c) {
            throw GivenUp.INSTANCE;
        }
        at++;
    }

    private int peek() throws GivenUp {
        if (at == end) {
            throw GivenUp.INSTANCE;
        }
        return bytes[at];
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }
}
