package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses what stands in a call's parentheses. */
final class ArgumentParser {
    private final TokenStream tokens;
    private final ExprParser expressions;

    ArgumentParser(TokenStream tokens, ExprParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /** From the opening parenthesis past the closing one; every argument is added to {@code parts} as well. */
    Expr.Arguments parse(List<Expr> parts) {
        tokens.next();
        List<Expr> positional = new ArrayList<>();
        Map<String, Expr> named = new LinkedHashMap<>();
        Expr star = null;
        Expr doubleStar = null;
        while (!tokens.atOperator(")")) {
            Token first = tokens.current();
            boolean ordered;
            if (tokens.skipOperator("*")) {
                ordered = star == null && doubleStar == null;
                star = expressions.expression();
                parts.add(star);
            } else if (tokens.skipOperator("**")) {
                ordered = doubleStar == null;
                doubleStar = expressions.expression();
                parts.add(doubleStar);
            } else if (first.kind() == Token.Kind.NAME && tokens.following().isOperator("=")) {
                tokens.next();
                tokens.next();
                Expr value = expressions.expression();
                ordered = doubleStar == null && named.put(first.text(), value) == null;
                parts.add(value);
            } else {
                ordered = star == null && doubleStar == null && named.isEmpty();
                Expr value = expressions.expression();
                positional.add(value);
                parts.add(value);
            }
            if (!ordered) {
                throw tokens.error(first, "arguments out of order or given twice");
            }
            if (!tokens.atOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        tokens.next();
        return new Expr.Arguments(positional, named, star, doubleStar);
    }
}
