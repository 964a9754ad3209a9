package org.counterpoint.jinja;

import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bounds how deep a template nests, so that neither parsing nor evaluating it can exhaust the stack. */
final class Nesting {
    private static final int DEEPEST_SOURCE = 60;
    private static final int DEEPEST_TREE = 200;

    private final TokenStream tokens;
    private final IdentityHashMap<Expr, Integer> depths = new IdentityHashMap<>();
    private int depth;

    Nesting(TokenStream tokens) {
        this.tokens = tokens;
    }

    void enter(Token token) {
        if (++depth > DEEPEST_SOURCE) {
            throw tokens.error(token, "nested more than " + DEEPEST_SOURCE + " deep");
        }
    }

    void leave() {
        depth--;
    }

    /** Notes that {@code parent} holds {@code children}; long chains of operators grow a tree as well as brackets do. */
    Expr grow(Expr parent, @Nullable Expr... children) {
        int deepest = 0;
        for (Expr child : children) {
            if (child != null) {
                deepest = Math.max(deepest, depths.getOrDefault(child, 0));
            }
        }
        if (deepest >= DEEPEST_TREE) {
            throw tokens.error(tokens.current(), "an expression of more than " + DEEPEST_TREE + " steps in a row");
        }
        depths.put(parent, deepest + 1);
        return parent;
    }

    Expr grow(Expr parent, List<Expr> children) {
        return grow(parent, children.toArray(Expr[]::new));
    }
}
