package org.counterpoint.jinja;

/** What went wrong in an operation that does not know where in the template it stands; the evaluator adds that. */
final class TemplateFault extends RuntimeException {
    private final String why;

    TemplateFault(String why) {
        // Without a stack trace: it never leaves the interpreter, and a template may raise many in a long run.
        super(why, null, false, false);
        this.why = why;
    }

    String why() {
        return why;
    }
}
