package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Parses the statements of a template. */
final class Parser {
    private static final Set<String> REFUSED =
            Set.of("extends", "block", "include", "import", "from", "autoescape", "do", "trans", "debug");
    private static final Set<String> LITERALS = Set.of("true", "True", "false", "False", "none", "None");

    private final TokenStream tokens;
    private final Nesting nesting;
    private final ExprParser expressions;
    private final Set<String> namesRead = new LinkedHashSet<>();
    private int loops;

    private Parser(Source source) {
        this.tokens = new TokenStream(source);
        this.nesting = new Nesting(tokens);
        this.expressions = new ExprParser(tokens, nesting, namesRead);
    }

    static List<Stmt> parse(Source source) {
        Parser parser = new Parser(source);
        List<Stmt> body = parser.body(List.of());
        if (!parser.tokens.at(Token.Kind.END)) {
            throw parser.tokens.unexpected("the end of the template");
        }
        return body;
    }

    /** Statements up to, and without, a block whose name is one of {@code ends}; stands on that name after. */
    private List<Stmt> body(List<String> ends) {
        List<Stmt> body = new ArrayList<>();
        while (true) {
            Token token = tokens.current();
            switch (token.kind()) {
                case DATA -> body.add(new Stmt.Data(tokens.next().text()));
                case VARIABLE_BEGIN -> {
                    tokens.next();
                    body.add(new Stmt.Output(expressions.tuple(true, false)));
                    tokens.expect(Token.Kind.VARIABLE_END, "\"}}\"");
                }
                case BLOCK_BEGIN -> {
                    tokens.next();
                    Token name = tokens.current();
                    if (name.kind() == Token.Kind.NAME && ends.contains(name.text())) {
                        return body;
                    }
                    statement(body, ends);
                    tokens.expect(Token.Kind.BLOCK_END, "\"%}\"");
                }
                default -> {
                    if (!ends.isEmpty()) {
                        throw tokens.unexpected("{% " + ends.get(ends.size() - 1) + " %}");
                    }
                    return body;
                }
            }
        }
    }

    private void statement(List<Stmt> body, List<String> ends) {
        Token name = tokens.expect(Token.Kind.NAME, "a statement");
        nesting.enter(name);
        switch (name.text()) {
            case "set" -> body.add(set());
            case "if" -> body.add(conditional());
            case "for" -> body.add(loop(name.at()));
            case "macro" -> body.add(macro());
            case "call" -> body.add(callBlock());
            case "filter" -> body.add(filterBlock());
            case "with" -> body.add(with());
            case "print" -> print(body);
            case "generation" -> body.add(new Stmt.Generation(outsideLoops("endgeneration")));
            case "break", "continue" -> {
                if (loops == 0) {
                    throw tokens.error(name, "\"" + name.text() + "\" stands outside a loop");
                }
                body.add(name.text().equals("break") ? new Stmt.Break() : new Stmt.Continue());
            }
            default -> throw tokens.error(name, unknown(name.text(), ends));
        }
        nesting.leave();
    }

    private static String unknown(String name, List<String> ends) {
        if (REFUSED.contains(name)) {
            return "the statement \"" + name + "\" is not supported in chat templates";
        }
        String hint =
                ends.isEmpty() ? "" : "; the innermost open block wants {% " + String.join(" %} or {% ", ends) + " %}";
        return "there is no statement \"" + name + "\" here" + hint;
    }

    /** The body of a block that ends with {@code end}, which is taken as well. */
    private List<Stmt> blockBody(String end) {
        List<Stmt> body = blockBody(List.of(end));
        tokens.next();
        return body;
    }

    private List<Stmt> blockBody(List<String> ends) {
        tokens.skipOperator(":");
        tokens.expect(Token.Kind.BLOCK_END, "\"%}\"");
        return body(ends);
    }

    /** A body that becomes a function of its own, so that no break or continue reaches an outer loop. */
    private List<Stmt> outsideLoops(String end) {
        int outer = loops;
        loops = 0;
        List<Stmt> body = blockBody(end);
        loops = outer;
        return body;
    }

    private Stmt set() {
        Stmt.Target target = target(true, true);
        if (tokens.skipOperator("=")) {
            return new Stmt.Assign(target, expressions.tuple(true, false));
        }
        List<Expr.FilterUse> filters = expressions.filters();
        return new Stmt.AssignBlock(target, filters, blockBody("endset"));
    }

    private Stmt conditional() {
        List<Stmt.Branch> branches = new ArrayList<>();
        List<Stmt> otherwise = List.of();
        while (true) {
            Expr test = expressions.tuple(false, false);
            branches.add(new Stmt.Branch(test, blockBody(List.of("elif", "else", "endif"))));
            Token end = tokens.next();
            if (end.isName("elif")) {
                continue;
            }
            if (end.isName("else")) {
                otherwise = blockBody("endif");
            }
            return new Stmt.If(branches, otherwise);
        }
    }

    private Stmt loop(At at) {
        Stmt.Target target = target(true, false);
        tokens.expectName("in");
        Expr items = expressions.tuple(false, false);
        Expr test = tokens.skipName("if") ? expressions.expression() : null;
        boolean recursive = tokens.skipName("recursive");
        loops++;
        List<Stmt> body = blockBody(List.of("else", "endfor"));
        loops--;
        List<Stmt> otherwise = tokens.next().isName("else") ? blockBody("endfor") : List.of();
        return new Stmt.For(at, target, items, test, recursive, body, otherwise);
    }

    private Stmt macro() {
        Token name = assignable();
        Function function = function(true, "endmacro");
        return new Stmt.Macro(name.text(), function.signature(), function.body());
    }

    private Stmt callBlock() {
        // The head is read before the body, but a signature stands before the call.
        List<String> names = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        if (tokens.atOperator("(")) {
            parameters(names, defaults);
        }
        Token token = tokens.current();
        if (!(expressions.expression() instanceof Expr.Call call)) {
            throw tokens.error(token, "{% call %} needs a macro's call");
        }
        Set<String> before = startNames();
        List<Stmt> body = outsideLoops("endcall");
        return new Stmt.CallBlock(call, new Stmt.Signature(names, defaults, endNames(before)), body);
    }

    private record Function(Stmt.Signature signature, List<Stmt> body) {}

    private Function function(boolean parenthesized, String end) {
        List<String> names = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        if (parenthesized) {
            parameters(names, defaults);
        }
        Set<String> before = startNames();
        List<Stmt> body = outsideLoops(end);
        return new Function(new Stmt.Signature(names, defaults, endNames(before)), body);
    }

    private Set<String> startNames() {
        Set<String> before = new LinkedHashSet<>(namesRead);
        namesRead.clear();
        return before;
    }

    private List<String> endNames(Set<String> before) {
        List<String> special = List.of("varargs", "kwargs", "caller").stream()
                .filter(namesRead::contains)
                .toList();
        namesRead.addAll(before);
        return special;
    }

    private void parameters(List<String> names, List<Expr> defaults) {
        tokens.expectOperator("(");
        while (!tokens.atOperator(")")) {
            if (!names.isEmpty()) {
                tokens.expectOperator(",");
            }
            Token name = assignable();
            if (tokens.skipOperator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw tokens.error(name, "a parameter without a default stands after one with a default");
            }
            names.add(name.text());
        }
        tokens.next();
    }

    private Stmt filterBlock() {
        List<Expr.FilterUse> filters = new ArrayList<>(List.of(expressions.filterUse(new ArrayList<>())));
        filters.addAll(expressions.filters());
        return new Stmt.FilterBlock(filters, blockBody("endfilter"));
    }

    private Stmt with() {
        List<Stmt.Target> targets = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!tokens.at(Token.Kind.BLOCK_END)) {
            if (!targets.isEmpty()) {
                tokens.expectOperator(",");
            }
            // A comma ends this target: {% with a = 1, b = 2 %}.
            targets.add(target(false, false));
            tokens.expectOperator("=");
            values.add(expressions.expression());
        }
        return new Stmt.With(targets, values, blockBody("endwith"));
    }

    private void print(List<Stmt> body) {
        while (!tokens.at(Token.Kind.BLOCK_END)) {
            body.add(new Stmt.Output(expressions.expression()));
            if (!tokens.at(Token.Kind.BLOCK_END)) {
                tokens.expectOperator(",");
            }
        }
    }

    private Stmt.Target target(boolean several, boolean members) {
        Token first = tokens.current();
        if (first.isOperator("(")) {
            tokens.next();
            nesting.enter(first);
            Stmt.Target inside = target(true, members);
            nesting.leave();
            tokens.expectOperator(")");
            return several && tokens.atOperator(",") ? unpack(first.at(), inside, members) : inside;
        }
        Stmt.Target single = single(members);
        return several && tokens.atOperator(",") ? unpack(first.at(), single, members) : single;
    }

    private Stmt.Target unpack(At at, Stmt.Target first, boolean members) {
        List<Stmt.Target> targets = new ArrayList<>(List.of(first));
        while (tokens.skipOperator(",")) {
            if (tokens.atOperator("(")) {
                targets.add(target(false, members));
            } else if (tokens.at(Token.Kind.NAME) && !tokens.current().isName("in")) {
                targets.add(single(members));
            }
        }
        return new Stmt.Target.Unpack(at, targets);
    }

    private Stmt.Target single(boolean members) {
        Token name = tokens.expect(Token.Kind.NAME, "a name to assign to");
        if (members && tokens.skipOperator(".")) {
            Token attribute = tokens.expect(Token.Kind.NAME, "an attribute's name");
            namesRead.add(name.text());
            return new Stmt.Target.Member(name.at(), name.text(), attribute.text());
        }
        requireAssignable(name);
        return new Stmt.Target.Name(name.at(), name.text());
    }

    private Token assignable() {
        Token name = tokens.expect(Token.Kind.NAME, "a name");
        requireAssignable(name);
        return name;
    }

    private void requireAssignable(Token name) {
        if (LITERALS.contains(name.text())) {
            throw tokens.error(name, "cannot assign to \"" + name.text() + "\"");
        }
    }
}
