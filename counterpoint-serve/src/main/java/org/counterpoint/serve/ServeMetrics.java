package org.counterpoint.serve;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** What a server has done since it began, in Prometheus' text form. */
final class ServeMetrics {

    private static final double NANOS = 1e9;

    private final Map<Integer, Long> byStatus = new TreeMap<>();
    private final LongAdder promptTokens = new LongAdder();
    private final LongAdder madeTokens = new LongAdder();
    private final LongAdder vanished = new LongAdder();
    private final LongAdder firstTokens = new LongAdder();
    private final LongAdder firstTokenNanos = new LongAdder();

    synchronized void answered(int status) {
        byStatus.merge(status, 1L, Long::sum);
    }

    void tokens(long prompt, long made) {
        promptTokens.add(prompt);
        madeTokens.add(made);
    }

    void vanished() {
        vanished.increment();
    }

    void firstToken(long nanos) {
        firstTokens.increment();
        firstTokenNanos.add(nanos);
    }

    /** @param running rows in batches, and @param waiting rows before them, by model */
    synchronized String text(Map<String, IntSupplier> running, Map<String, IntSupplier> waiting) {
        StringBuilder text = new StringBuilder();
        head(text, "counterpoint_requests_total", "counter", "Requests by the status of their answer");
        byStatus.forEach((status, count) -> text.append("counterpoint_requests_total{status=\"")
                .append(status)
                .append("\"} ")
                .append(count)
                .append('\n'));
        one(text, "counterpoint_prompt_tokens_total", "counter", "Tokens of prompts", promptTokens.sum());
        one(text, "counterpoint_generated_tokens_total", "counter", "Tokens generated", madeTokens.sum());
        one(
                text,
                "counterpoint_vanished_clients_total",
                "counter",
                "Clients that left before their answer ended",
                vanished.sum());
        head(text, "counterpoint_first_token_seconds", "summary", "From a request to its first token");
        text.append(String.format(
                Locale.ROOT,
                "counterpoint_first_token_seconds_sum %.6f\ncounterpoint_first_token_seconds_count %d\n",
                firstTokenNanos.sum() / NANOS,
                firstTokens.sum()));
        gauges(text, "counterpoint_rows_running", "Answers being computed", running);
        gauges(text, "counterpoint_rows_waiting", "Answers that wait for their turn", waiting);
        return text.toString();
    }

    private static void gauges(StringBuilder text, String name, String help, Map<String, IntSupplier> values) {
        head(text, name, "gauge", help);
        values.forEach((model, value) -> text.append(name)
                .append("{model=\"")
                .append(model.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                .append("\"} ")
                .append(value.getAsInt())
                .append('\n'));
    }

    private static void one(StringBuilder text, String name, String type, String help, long value) {
        head(text, name, type, help);
        text.append(name).append(' ').append(value).append('\n');
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ")
                .append(name)
                .append(' ')
                .append(help)
                .append("\n# TYPE ")
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
    }
}
