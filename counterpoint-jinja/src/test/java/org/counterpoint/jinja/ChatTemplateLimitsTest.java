package org.counterpoint.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile templates end in an error, quickly and on a small stack. */
class ChatTemplateLimitsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ range(10**9)|list }}",
                "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
                "{{ 'a' * 10**9 }}",
                "{{ 'a' * 10**18 }}",
                "{{ ([0] * 10**9)|length }}",
                "{% set ns = namespace(x='aaaaaaaa') %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor"
                        + " %}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
                "{% set ns = namespace(x=[]) %}{% for i in range(99999) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x"
                        + " }}",
                "{% macro f(n) %}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
                "{% macro f() %}{% if 1 %}{% if 1 %}{% if 1 %}{{ (((f() ~ 1) ~ 1) ~ 1) }}{% endif %}{% endif %}{%"
                        + " endif %}{% endmacro %}{{ f() }}",
                "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                "{{ ('a' * 1000000).replace('a', 'b' * 1000000) }}",
                "{{ ('a' * 1000000)|list|join('b' * 1000000) }}",
                "{{ 'a'.center(10**12) }}{{ 'x'|indent(10**12) }}",
                "{{ '%999999s' % 'a' * 10**6 }}",
                "{% set x = 'a' * 1000000 %}{% for i in range(99999) %}{% if 'b' in x %}{% endif %}{% endfor %}",
                "{% set x = 'a' * 1000000 %}{{ ([x] * 1000)|tojson }}",
                "{% set x = 'a' * 1000000 %}{{ [x] * 1000 }}",
                "{{ [[[[1]]]]|tojson(indent=10**9) }}",
                "{{ [1]|slice(10**9)|list }}",
                "{{ [1]|batch(10**9, 0)|list }}",
                "{{ 10**400 }}",
                "{{ 2**-1 ** 10**9 ~ 7**10**9 }}"
            })
    void costs(String template) {
        onASmallStack(() -> assertThatThrownBy(
                        () -> ChatTemplate.parse(template, "test").render(Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("in test, line 1, column "));
    }

    @Test
    void depth() {
        for (String[] parts : new String[][] {
            {"{{ ", "(", "1", ")", " }}"},
            {"{{ ", "[", "1", "]", " }}"},
            {"{{ ", "not ", "1", "", " }}"},
            {"{{ ", "-", "1", "", " }}"},
            {"{{ ", "{1:", "1", "}", " }}"},
            {"{{ 1", " + 1", "", "", " }}"},
            {"{{ x", ".y", "", "", " }}"},
            {"{{ x", "|list", "", "", " }}"},
            {"{{ x", "[0]", "", "", " }}"},
            {"{{ x", "()", "", "", " }}"},
            {"{{ 1", " if 1 else 2", "", "", " }}"},
            {"{{ 1", " and 1", "", "", " }}"},
            {"", "{% if 1 %}", "", "{% endif %}", ""},
            {"{% set ", "(", "a", ")", " = 1 %}"},
            {"{{ 1", " ** 1", "", "", " }}"},
            {"{{ 1 ", "is defined and 1 ", "", "", " }}"}
        }) {
            String template = parts[0] + parts[1].repeat(20_000) + parts[2] + parts[3].repeat(20_000) + parts[4];
            onASmallStack(() -> assertThatThrownBy(() -> ChatTemplate.parse(template, "test"))
                    .as(parts[1])
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining(" in test, line 1, column "));
        }
    }

    @Test
    void ordinaryDepthIsFine() {
        onASmallStack(() -> {
            String sum = "{{ 0" + " + 1".repeat(150) + " }}";
            assertThat(ChatTemplate.parse(sum, "test").render(Map.of())).isEqualTo("150");
            String nested = "{% if 1 %}".repeat(30) + "x" + "{% endif %}".repeat(30);
            assertThat(ChatTemplate.parse(nested, "test").render(Map.of())).isEqualTo("x");
            String count = "{% macro f(n) %}{{ n }}{% if n %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(40) }}";
            assertThat(ChatTemplate.parse(count, "test").render(Map.of())).endsWith("3210");
        });
    }

    @Test
    void errorsNameThePlace() {
        assertThatThrownBy(() -> ChatTemplate.parse("a\n{{ 1 +\n }}", "test"))
                .hasMessage("chat template: expected an expression, found \"}}\"\n  in test, line 3, column 2");
        ChatTemplate raising = ChatTemplate.parse("x\n  {{ raise_exception('No system.') }}", "test");
        assertThatThrownBy(() -> raising.render(Map.of()))
                .hasMessage("chat template: it refuses the conversation: No system.\n  in test, line 2, column 21");
        assertThatThrownBy(() -> ChatTemplate.parse("{{ x|uper }}", "test"))
                .hasMessageContaining("there is no filter \"uper\" here (with that letter: unique, upper)");
    }

    private static void onASmallStack(Runnable test) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, test, "small stack", 512 << 10);
        thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
        thread.start();
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> thread.join());
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }
}
