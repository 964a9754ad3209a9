package org.counterpoint.eval.judge.parse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lists, mappings, strings and whole numbers as both Python and JSON write them: either quotes, a comma after the last
 * element. Nothing is evaluated; what is not of this little language is no value.
 */
final class Literals {
    private static final int DEEPEST = 6;
    private static final int LONGEST_STRING = 4000;

    private final String text;
    private int at;

    private Literals(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** The list, map, string or long that begins here; null where none does. */
    static @Nullable Object at(String text, int start) {
        try {
            return new Literals(text, start).value(0);
        } catch (NoLiteral e) {
            return null;
        }
    }

    private static final class NoLiteral extends Exception {
        private static final long serialVersionUID = 1;

        NoLiteral() {
            super(null, null, false, false);
        }
    }

    private Object value(int depth) throws NoLiteral {
        char c = peek();
        if (depth > DEEPEST) {
            throw new NoLiteral();
        }
        return switch (c) {
            case '[' -> list(depth);
            case '{' -> map(depth);
            case '"', '\'' -> string(c);
            default -> number();
        };
    }

    private List<Object> list(int depth) throws NoLiteral {
        List<Object> items = new ArrayList<>();
        at++;
        while (peek() != ']') {
            items.add(value(depth + 1));
            separator(']');
        }
        at++;
        return items;
    }

    private Map<String, Object> map(int depth) throws NoLiteral {
        Map<String, Object> entries = new HashMap<>();
        at++;
        while (peek() != '}') {
            char quote = peek();
            if (quote != '"' && quote != '\'') {
                throw new NoLiteral();
            }
            String key = string(quote);
            if (peek() != ':') {
                throw new NoLiteral();
            }
            at++;
            if (entries.put(key, value(depth + 1)) != null) {
                throw new NoLiteral(); // A key twice: it cannot be told which was meant.
            }
            separator('}');
        }
        at++;
        return entries;
    }

    private void separator(char end) throws NoLiteral {
        if (peek() == ',') {
            at++;
        } else if (peek() != end) {
            throw new NoLiteral();
        }
    }

    private String string(char quote) throws NoLiteral {
        StringBuilder string = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                at++;
                return string.toString();
            }
            if (c == '\\') {
                at++;
                c = at < text.length() ? escaped(text.charAt(at)) : c;
            } else if (c == '\n') {
                break;
            }
            if (string.length() == LONGEST_STRING) {
                break;
            }
            string.append(c);
        }
        throw new NoLiteral();
    }

    /** Names hold no escapes beyond these; another is kept as the character itself. */
    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            default -> c;
        };
    }

    private Long number() throws NoLiteral {
        int start = at;
        while (at < text.length() && at - start < 10 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        boolean goesOn = at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.');
        if (at == start || goesOn) {
            throw new NoLiteral();
        }
        return Long.valueOf(text.substring(start, at));
    }

    /** The next character that is no space. */
    private char peek() throws NoLiteral {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at >= text.length()) {
            throw new NoLiteral();
        }
        return text.charAt(at);
    }
}
