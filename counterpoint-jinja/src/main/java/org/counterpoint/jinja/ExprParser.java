package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses expressions with Jinja's precedence, loosest first: inline if, or, and, not, comparison, + -, ~,
 * * / // %, **, sign, then attributes, calls, filters and tests.
 */
final class ExprParser {
    private final TokenStream tokens;
    private final Nesting nesting;
    private final Set<String> namesRead;
    private final ArgumentParser arguments;

    /**
     * @param namesRead receives every name that an expression reads
     */
    ExprParser(TokenStream tokens, Nesting nesting, Set<String> namesRead) {
        this.tokens = tokens;
        this.nesting = nesting;
        this.namesRead = namesRead;
        this.arguments = new ArgumentParser(tokens, this);
    }

    Expr expression() {
        nesting.enter(tokens.current());
        Expr expr = or();
        while (tokens.current().isName("if")) {
            At at = tokens.next().at();
            Expr test = or();
            Expr otherwise = tokens.skipName("else") ? expression() : null;
            expr = nesting.grow(new Expr.Conditional(at, test, expr, otherwise), expr, test, otherwise);
        }
        nesting.leave();
        return expr;
    }

    /** An expression that ends before {@code if}, as in a for loop's head. */
    Expr withoutInlineIf() {
        nesting.enter(tokens.current());
        Expr expr = or();
        nesting.leave();
        return expr;
    }

    /** One expression, or a tuple of several separated by commas. */
    Expr tuple(boolean inlineIf, boolean parenthesized) {
        Token first = tokens.current();
        List<Expr> items = new ArrayList<>();
        boolean comma = false;
        while (!tupleEnd()) {
            items.add(inlineIf ? expression() : withoutInlineIf());
            if (!tokens.skipOperator(",")) {
                break;
            }
            comma = true;
        }
        if (!comma && items.size() == 1) {
            return items.get(0);
        }
        if (items.isEmpty() && !parenthesized) {
            throw tokens.unexpected("an expression");
        }
        return nesting.grow(new Expr.TupleOf(first.at(), items), items);
    }

    private boolean tupleEnd() {
        Token token = tokens.current();
        return token.kind() == Token.Kind.VARIABLE_END
                || token.kind() == Token.Kind.BLOCK_END
                || token.isOperator(")")
                || token.isName("recursive");
    }

    private Expr or() {
        Expr left = and();
        while (tokens.current().isName("or")) {
            At at = tokens.next().at();
            Expr right = and();
            left = nesting.grow(new Expr.Logic(at, false, left, right), left, right);
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (tokens.current().isName("and")) {
            At at = tokens.next().at();
            Expr right = not();
            left = nesting.grow(new Expr.Logic(at, true, left, right), left, right);
        }
        return left;
    }

    private Expr not() {
        Token token = tokens.current();
        if (!token.isName("not")) {
            return compare();
        }
        tokens.next();
        nesting.enter(token);
        Expr operand = not();
        nesting.leave();
        return nesting.grow(new Expr.Not(token.at(), operand), operand);
    }

    private Expr compare() {
        At at = tokens.current().at();
        Expr first = sum();
        List<Expr.Comparison> rest = new ArrayList<>();
        List<Expr> operands = new ArrayList<>(List.of(first));
        for (String operator = comparison(); operator != null; operator = comparison()) {
            Expr operand = sum();
            rest.add(new Expr.Comparison(operator, operand));
            operands.add(operand);
        }
        return rest.isEmpty() ? first : nesting.grow(new Expr.Compare(at, first, rest), operands);
    }

    private @Nullable String comparison() {
        Token token = tokens.current();
        if (token.isName("not") && tokens.following().isName("in")) {
            tokens.next();
            tokens.next();
            return "not in";
        }
        boolean comparing = token.isName("in")
                || token.kind() == Token.Kind.OPERATOR
                        && List.of("==", "!=", "<", "<=", ">", ">=").contains(token.text());
        return comparing ? tokens.next().text() : null;
    }

    private Expr sum() {
        Expr left = concat();
        while (tokens.atOperator("+") || tokens.atOperator("-")) {
            Token operator = tokens.next();
            Expr right = concat();
            left = nesting.grow(new Expr.Arithmetic(operator.at(), operator.text(), left, right), left, right);
        }
        return left;
    }

    private Expr concat() {
        At at = tokens.current().at();
        List<Expr> parts = new ArrayList<>(List.of(product()));
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.get(0) : nesting.grow(new Expr.Concat(at, parts), parts);
    }

    private Expr product() {
        Expr left = power();
        while (tokens.atOperator("*") || tokens.atOperator("/") || tokens.atOperator("//") || tokens.atOperator("%")) {
            Token operator = tokens.next();
            Expr right = power();
            left = nesting.grow(new Expr.Arithmetic(operator.at(), operator.text(), left, right), left, right);
        }
        return left;
    }

    private Expr power() {
        Expr left = unary(true);
        while (tokens.atOperator("**")) {
            Token operator = tokens.next();
            Expr right = unary(true);
            left = nesting.grow(new Expr.Arithmetic(operator.at(), operator.text(), left, right), left, right);
        }
        return left;
    }

    private Expr unary(boolean withFilters) {
        Token token = tokens.current();
        Expr expr;
        if (token.isOperator("-") || token.isOperator("+")) {
            tokens.next();
            nesting.enter(token);
            Expr operand = unary(false);
            nesting.leave();
            expr = nesting.grow(new Expr.Sign(token.at(), token.isOperator("-"), operand), operand);
        } else {
            expr = primary();
        }
        expr = postfix(expr);
        return withFilters ? filtersAndTests(expr) : expr;
    }

    private Expr primary() {
        Token token = tokens.current();
        return switch (token.kind()) {
            case NAME -> name(tokens.next());
            case STRING -> {
                StringBuilder text = new StringBuilder();
                while (tokens.at(Token.Kind.STRING)) {
                    text.append(tokens.next().text());
                }
                yield new Expr.Const(token.at(), Value.of(text.toString()));
            }
            case INTEGER, FLOAT -> new Expr.Const(token.at(), number(tokens.next()));
            case OPERATOR -> bracketed(token);
            default -> throw tokens.unexpected("an expression");
        };
    }

    private Expr name(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expr.Const(token.at(), Value.of(true));
            case "false", "False" -> new Expr.Const(token.at(), Value.of(false));
            case "none", "None" -> new Expr.Const(token.at(), Value.NONE);
            default -> {
                namesRead.add(token.text());
                yield new Expr.Name(token.at(), token.text());
            }
        };
    }

    private Value number(Token token) {
        try {
            return PythonNumbers.literal(token);
        } catch (TemplateFault e) {
            throw tokens.error(token, e.why());
        }
    }

    private Expr bracketed(Token token) {
        return switch (token.text()) {
            case "(" -> {
                tokens.next();
                Expr inside = tuple(true, true);
                tokens.expectOperator(")");
                yield inside;
            }
            case "[" -> list();
            case "{" -> dict();
            default -> throw tokens.unexpected("an expression");
        };
    }

    private Expr list() {
        At at = tokens.next().at();
        List<Expr> items = new ArrayList<>();
        while (!tokens.atOperator("]")) {
            items.add(expression());
            if (!tokens.atOperator("]")) {
                tokens.expectOperator(",");
            }
        }
        tokens.next();
        return nesting.grow(new Expr.ListOf(at, items), items);
    }

    private Expr dict() {
        At at = tokens.next().at();
        List<Expr.Pair> pairs = new ArrayList<>();
        List<Expr> parts = new ArrayList<>();
        while (!tokens.atOperator("}")) {
            Expr key = expression();
            tokens.expectOperator(":");
            Expr value = expression();
            pairs.add(new Expr.Pair(key, value));
            parts.addAll(List.of(key, value));
            if (!tokens.atOperator("}")) {
                tokens.expectOperator(",");
            }
        }
        tokens.next();
        return nesting.grow(new Expr.DictOf(at, pairs), parts);
    }

    private Expr postfix(Expr start) {
        Expr expr = start;
        while (true) {
            if (tokens.atOperator(".")) {
                expr = attribute(expr);
            } else if (tokens.atOperator("[")) {
                expr = subscript(expr);
            } else if (tokens.atOperator("(")) {
                expr = call(expr);
            } else {
                return expr;
            }
        }
    }

    private Expr attribute(Expr target) {
        At at = tokens.next().at();
        if (tokens.at(Token.Kind.INTEGER)) {
            Expr key = new Expr.Const(tokens.current().at(), number(tokens.next()));
            return nesting.grow(new Expr.Item(at, target, key), target);
        }
        Token name = tokens.expect(Token.Kind.NAME, "a name after \".\"");
        return nesting.grow(new Expr.Attribute(name.at(), target, name.text()), target);
    }

    private Expr subscript(Expr target) {
        At at = tokens.next().at();
        Expr from = tokens.atOperator(":") ? null : expression();
        Expr result;
        if (tokens.skipOperator(":")) {
            Expr to = tokens.atOperator(":") || tokens.atOperator("]") ? null : expression();
            Expr step = tokens.skipOperator(":") && !tokens.atOperator("]") ? expression() : null;
            result = nesting.grow(new Expr.Slice(at, target, from, to, step), target, from, to, step);
        } else {
            if (from == null || tokens.atOperator(",")) {
                throw tokens.unexpected("one index or slice");
            }
            result = nesting.grow(new Expr.Item(at, target, from), target, from);
        }
        tokens.expectOperator("]");
        return result;
    }

    private Expr call(Expr target) {
        At at = tokens.current().at();
        List<Expr> parts = new ArrayList<>(List.of(target));
        return nesting.grow(new Expr.Call(at, target, arguments.parse(parts)), parts);
    }

    private Expr filtersAndTests(Expr start) {
        Expr expr = start;
        while (true) {
            if (tokens.atOperator("|")) {
                List<Expr> parts = new ArrayList<>(List.of(expr));
                Expr.FilterUse use = filter(parts);
                expr = nesting.grow(new Expr.Filter(use.at(), expr, use), parts);
            } else if (tokens.current().isName("is")) {
                expr = test(expr);
            } else if (tokens.atOperator("(")) {
                expr = call(expr);
            } else {
                return expr;
            }
        }
    }

    /** {@code | name | name(...)}, as a block's head has them; none is fine. */
    List<Expr.FilterUse> filters() {
        List<Expr.FilterUse> uses = new ArrayList<>();
        while (tokens.atOperator("|")) {
            uses.add(filter(new ArrayList<>()));
        }
        return uses;
    }

    /** A filter's use whose {@code |} comes next. */
    private Expr.FilterUse filter(List<Expr> parts) {
        tokens.next();
        return filterUse(parts);
    }

    /** A filter's name and arguments. */
    Expr.FilterUse filterUse(List<Expr> parts) {
        Token name = tokens.expect(Token.Kind.NAME, "a filter's name");
        if (!Filters.exists(name.text())) {
            throw tokens.error(
                    name, "there is no filter \"" + name.text() + "\" here" + Filters.suggestion(name.text()));
        }
        return new Expr.FilterUse(
                name.at(), name.text(), tokens.atOperator("(") ? arguments.parse(parts) : Expr.Arguments.NONE);
    }

    private Expr test(Expr target) {
        Token is = tokens.next();
        boolean negated = tokens.skipName("not");
        Token name = tokens.expect(Token.Kind.NAME, "a test's name");
        if (!Tests.exists(name.text())) {
            throw tokens.error(name, "there is no test \"" + name.text() + "\" here");
        }
        List<Expr> parts = new ArrayList<>(List.of(target));
        Expr test = nesting.grow(new Expr.Test(name.at(), target, name.text(), testArguments(parts)), parts);
        return negated ? nesting.grow(new Expr.Not(is.at(), test), test) : test;
    }

    private Expr.Arguments testArguments(List<Expr> parts) {
        Token token = tokens.current();
        if (token.isOperator("(")) {
            return arguments.parse(parts);
        }
        boolean operand =
                switch (token.kind()) {
                    case NAME -> !token.isName("else") && !token.isName("or") && !token.isName("and");
                    case STRING, INTEGER, FLOAT -> true;
                    default -> token.isOperator("[") || token.isOperator("{");
                };
        if (!operand) {
            return Expr.Arguments.NONE;
        }
        if (token.isName("is")) {
            throw tokens.error(token, "tests cannot be chained with \"is\"");
        }
        Expr argument = postfix(primary());
        parts.add(argument);
        return new Expr.Arguments(List.of(argument), Map.of(), null, null);
    }
}
