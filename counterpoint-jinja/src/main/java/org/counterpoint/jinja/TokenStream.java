package org.counterpoint.jinja;

import java.util.List;

/** The tokens of a template with a place to read at; the last token is always {@link Token.Kind#END}. */
final class TokenStream {
    private final Source source;
    private final List<Token> tokens;
    private int pos;

    TokenStream(Source source) {
        this.source = source;
        this.tokens = Lexer.tokens(source);
    }

    Token current() {
        return tokens.get(pos);
    }

    Token following() {
        return tokens.get(Math.min(pos + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = current();
        if (pos < tokens.size() - 1) {
            pos++;
        }
        return token;
    }

    boolean at(Token.Kind kind) {
        return current().kind() == kind;
    }

    boolean atOperator(String operator) {
        return current().isOperator(operator);
    }

    boolean skipOperator(String operator) {
        boolean found = current().isOperator(operator);
        if (found) {
            next();
        }
        return found;
    }

    boolean skipName(String name) {
        boolean found = current().isName(name);
        if (found) {
            next();
        }
        return found;
    }

    Token expect(Token.Kind kind, String what) {
        if (!at(kind)) {
            throw unexpected(what);
        }
        return next();
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("\"" + operator + "\"");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("\"" + name + "\"");
        }
    }

    TemplateException unexpected(String expected) {
        return error(current(), "expected " + expected + ", found " + current().describe());
    }

    TemplateException error(Token token, String message) {
        return source.error(token.at(), message);
    }
}
