package org.counterpoint.jinja;

/**
 * A piece of a template.
 *
 * @param text data as it is to be printed, a name, an operator, a string's value, a number as written
 */
record Token(Kind kind, String text, At at) {
    enum Kind {
        DATA,
        VARIABLE_BEGIN,
        VARIABLE_END,
        BLOCK_BEGIN,
        BLOCK_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    /** For errors. */
    String describe() {
        return switch (kind) {
            case DATA -> "text";
            case VARIABLE_BEGIN -> "\"{{\"";
            case VARIABLE_END -> "\"}}\"";
            case BLOCK_BEGIN -> "\"{%\"";
            case BLOCK_END -> "\"%}\"";
            case STRING -> "a string";
            case NAME, INTEGER, FLOAT, OPERATOR -> "\"" + text + "\"";
            case END -> "the end of the template";
        };
    }
}
