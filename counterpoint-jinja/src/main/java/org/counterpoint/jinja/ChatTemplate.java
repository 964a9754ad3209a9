package org.counterpoint.jinja;

import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * A chat template, parsed once and rendered for every conversation: Jinja 2 as transformers sets it up for
 * {@code apply_chat_template} (sandboxed, immutable, {@code trim_blocks}, {@code lstrip_blocks}, loop controls,
 * {@code generation} blocks, {@code tojson}, {@code raise_exception}, {@code strftime_now}).
 *
 * <p>What it does not know is an error, never printed wrongly: a statement, filter or test when it is
 * parsed, a method or attribute when it is used. Text that comes in through variables is data; a template is
 * never made from it. Immutable; safe for use by several threads.
 */
public final class ChatTemplate {
    private final Source source;
    private final List<Stmt> body;
    private final Clock clock;

    private ChatTemplate(Source source, List<Stmt> body, Clock clock) {
        this.source = source;
        this.body = body;
        this.clock = clock;
    }

    /**
     * Parses a template once, for many conversations.
     *
     * @param text the template
     * @param name where it is from, for errors
     * @throws TemplateException with line and column, where it is not a template that this interpreter knows
     */
    public static ChatTemplate parse(String text, String name) {
        return parse(text, name, Clock.system(ZoneId.systemDefault()));
    }

    /**
     * @param clock the time of {@code strftime_now}
     */
    static ChatTemplate parse(String text, String name, Clock clock) {
        Source source = new Source(text, name);
        return new ChatTemplate(source, Parser.parse(source), clock);
    }

    /**
     * The text of one conversation.
     *
     * @throws TemplateException with line and column, where the template fails or refuses with {@code
     *     raise_exception}
     */
    public String render(Map<String, Value> variables) {
        return new Interpreter(source, variables, clock).run(body);
    }
}
