package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How the arguments of a macro's call become its names. */
final class Macros {
    private Macros() {}

    /**
     * A parameter without argument and default is undefined; what is left over goes into {@code varargs} and
     * {@code kwargs} where the macro reads them, and is an error where it does not.
     *
     * @param scope the macro's own, which receives the names
     * @param evaluate a default, in that scope
     */
    static void bind(String macro, Stmt.Signature signature, Args args, Scope scope, Function<Expr, Value> evaluate) {
        List<String> names = signature.names();
        Map<String, Value> rest = new LinkedHashMap<>(args.named());
        int firstDefault = names.size() - signature.defaults().size();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Value value = rest.remove(name);
            if (i < args.positional().size()) {
                if (value != null) {
                    throw new TemplateFault("macro \"" + macro + "\": argument \"" + name + "\" is given twice");
                }
                value = args.positional().get(i);
            }
            if (value == null) {
                value = i >= firstDefault
                        ? evaluate.apply(signature.defaults().get(i - firstDefault))
                        : new Value.Undefined("the parameter \"" + name + "\" was not given");
            }
            scope.set(name, value);
        }
        special(macro, signature, args, rest, scope);
    }

    private static void special(
            String macro, Stmt.Signature signature, Args args, Map<String, Value> rest, Scope scope) {
        List<Value> extra = args.positional().size() > signature.names().size()
                ? new ArrayList<>(args.positional()
                        .subList(signature.names().size(), args.positional().size()))
                : List.of();
        List<String> read = signature.special();
        if (read.contains("caller")) {
            Value caller = rest.remove("caller");
            scope.set("caller", caller != null ? caller : new Value.Undefined("no caller is defined"));
        }
        if (read.contains("kwargs")) {
            scope.set("kwargs", Value.dict(rest));
        } else if (!rest.isEmpty()) {
            throw new TemplateFault("macro \"" + macro + "\" has no argument \""
                    + rest.keySet().iterator().next() + "\"");
        }
        if (read.contains("varargs")) {
            scope.set("varargs", new Value.TupleValue(extra, Depth.above(extra)));
        } else if (!extra.isEmpty()) {
            throw new TemplateFault(
                    "macro \"" + macro + "\" takes at most " + signature.names().size() + " arguments, not "
                            + args.positional().size());
        }
    }
}
