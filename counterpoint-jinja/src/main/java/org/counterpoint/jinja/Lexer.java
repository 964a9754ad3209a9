package org.counterpoint.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens as Jinja does with {@code trim_blocks} and {@code lstrip_blocks} on: a line
 * end directly after a block or comment goes, and so does the indentation of one that begins a line;
 * {@code -} at a tag's edge strips all white space on that side, {@code +} keeps it.
 */
final class Lexer {
    private static final Pattern RAW = pattern("\\{%([-+]?)\\s*raw\\s*(?:-%\\}\\s*|%\\})");
    private static final Pattern END_RAW = pattern("\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)");
    private static final Pattern FLOAT =
            pattern("(?<!\\.)([0-9]+_)*[0-9]+((\\.([0-9]+_)*[0-9]+)?[eE][+\\-]?([0-9]+_)*[0-9]+|\\.([0-9]+_)*[0-9]+)");
    private static final Pattern INTEGER =
            pattern("0[bB](_?[01])+|0[oO](_?[0-7])+|0[xX](_?[0-9a-fA-F])+|[1-9](_?[0-9])*|0(_?0)*");
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    private final Source source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int pos;
    private boolean lineStarting = true;

    private Lexer(Source source) {
        this.source = source;
        this.text = source.text();
    }

    static List<Token> tokens(Source source) {
        Lexer lexer = new Lexer(source);
        lexer.run();
        return lexer.tokens;
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
    }

    private void run() {
        while (pos < text.length()) {
            int open = nextOpen();
            if (open < 0) {
                add(Token.Kind.DATA, text.substring(pos), pos);
                pos = text.length();
            } else if (text.startsWith("{#", open)) {
                comment(open);
            } else if (text.startsWith("{{", open)) {
                data(open, sign(open), false);
                tag(open, Token.Kind.VARIABLE_BEGIN);
            } else {
                Matcher raw = RAW.matcher(text).region(open, text.length());
                if (raw.lookingAt()) {
                    raw(open, raw);
                } else {
                    data(open, sign(open), true);
                    tag(open, Token.Kind.BLOCK_BEGIN);
                }
            }
        }
        add(Token.Kind.END, "", text.length());
    }

    private int nextOpen() {
        for (int i = text.indexOf('{', pos); i >= 0 && i + 1 < text.length(); i = text.indexOf('{', i + 1)) {
            char next = text.charAt(i + 1);
            if (next == '{' || next == '%' || next == '#') {
                return i;
            }
        }
        return -1;
    }

    private String sign(int open) {
        boolean signed = text.startsWith("-", open + 2) || text.startsWith("+", open + 2);
        return signed ? text.substring(open + 2, open + 3) : "";
    }

    /** The text before a tag, stripped as the tag asks. */
    private void data(int end, String sign, boolean stripsLine) {
        String data = text.substring(pos, end);
        if (sign.equals("-")) {
            data = Strings.stripTrailing(data);
        } else if (sign.isEmpty() && stripsLine) {
            int line = data.lastIndexOf('\n') + 1;
            if ((line > 0 || lineStarting) && Strings.isBlank(data.substring(line))) {
                data = data.substring(0, line);
            }
        }
        if (!data.isEmpty()) {
            add(Token.Kind.DATA, data, pos);
        }
    }

    private void comment(int open) {
        data(open, sign(open), true);
        int start = open + 2 + sign(open).length();
        int close = text.indexOf("#}", start);
        if (close < 0) {
            throw source.error(source.at(open), "a comment is not closed: \"#}\" is missing");
        }
        moveTo(close + 2, close > start ? text.charAt(close - 1) : ' ');
    }

    /** Goes on behind a block's or comment's end, past the white space that belongs to it. */
    private void moveTo(int end, char edge) {
        pos = end;
        if (edge == '-') {
            skipSpace();
        } else if (edge != '+' && text.startsWith("\n", pos)) {
            pos++;
        }
        lineStarting = text.charAt(pos - 1) == '\n';
    }

    private void raw(int open, Matcher begin) {
        data(open, begin.group(1), true);
        pos = begin.end();
        lineStarting = text.charAt(pos - 1) == '\n';
        Matcher end = END_RAW.matcher(text);
        if (!end.find(pos)) {
            throw source.error(source.at(open), "a raw block is not closed: \"{% endraw %}\" is missing");
        }
        data(end.start(), end.group(1), true);
        pos = end.end();
        lineStarting = text.charAt(pos - 1) == '\n';
    }

    private void tag(int open, Token.Kind begin) {
        add(begin, "", open);
        pos = open + 2 + sign(open).length();
        Deque<String> closers = new ArrayDeque<>();
        while (true) {
            if (pos >= text.length()) {
                throw source.error(
                        source.at(open),
                        begin == Token.Kind.BLOCK_BEGIN
                                ? "a block is not closed: \"%}\" is missing"
                                : "an expression is not closed: \"}}\" is missing");
            }
            if (closers.isEmpty() && end(begin)) {
                return;
            }
            piece(closers);
        }
    }

    private boolean end(Token.Kind begin) {
        boolean block = begin == Token.Kind.BLOCK_BEGIN;
        String close = block ? "%}" : "}}";
        char first = text.charAt(pos);
        boolean signed = first == '-' || block && first == '+';
        if (!text.startsWith(close, signed ? pos + 1 : pos)) {
            return false;
        }
        int end = pos + (signed ? 3 : 2);
        add(block ? Token.Kind.BLOCK_END : Token.Kind.VARIABLE_END, "", pos);
        moveTo(end, signed ? first : block ? ' ' : '+');
        return true;
    }

    private void piece(Deque<String> closers) {
        int start = pos;
        int c = text.codePointAt(pos);
        if (Strings.isSpace(c)) {
            skipSpace();
        } else if (c >= '0' && c <= '9') {
            number();
        } else if (c == '_' || Character.isUnicodeIdentifierStart(c)) {
            while (pos < text.length() && isNamePart(text.codePointAt(pos))) {
                pos += Character.charCount(text.codePointAt(pos));
            }
            add(Token.Kind.NAME, text.substring(start, pos), start);
        } else if (c == '\'' || c == '"') {
            string((char) c);
        } else {
            operator(closers);
        }
    }

    private static boolean isNamePart(int c) {
        return c == '_' || Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
    }

    private void number() {
        int start = pos;
        Matcher decimal = FLOAT.matcher(text).region(pos, text.length()).useTransparentBounds(true);
        boolean real = decimal.lookingAt();
        Matcher matcher = real ? decimal : INTEGER.matcher(text).region(pos, text.length());
        if (!real && !matcher.lookingAt()) {
            throw source.error(source.at(pos), "not a number");
        }
        pos = matcher.end();
        add(real ? Token.Kind.FLOAT : Token.Kind.INTEGER, matcher.group().replace("_", ""), start);
    }

    private void string(char quote) {
        int start = pos;
        int end = pos + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw source.error(source.at(start), "a string is not closed");
        }
        try {
            add(Token.Kind.STRING, Escapes.decode(text.substring(start + 1, end)), start);
        } catch (TemplateFault e) {
            throw source.error(source.at(start), e.why());
        }
        pos = end + 1;
    }

    private void operator(Deque<String> closers) {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, pos)) {
                switch (operator) {
                    case "(" -> closers.push(")");
                    case "[" -> closers.push("]");
                    case "{" -> closers.push("}");
                    case ")", "]", "}" -> {
                        if (closers.isEmpty() || !closers.pop().equals(operator)) {
                            throw source.error(source.at(pos), "\"" + operator + "\" closes nothing");
                        }
                    }
                    default -> {}
                }
                add(Token.Kind.OPERATOR, operator, pos);
                pos += operator.length();
                return;
            }
        }
        throw source.error(
                source.at(pos), "unexpected character \"" + Character.toString(text.codePointAt(pos)) + "\"");
    }

    private void skipSpace() {
        while (pos < text.length() && Strings.isSpace(text.charAt(pos))) {
            pos++;
        }
    }

    private void add(Token.Kind kind, String value, int offset) {
        tokens.add(new Token(kind, value, source.at(offset)));
    }
}
