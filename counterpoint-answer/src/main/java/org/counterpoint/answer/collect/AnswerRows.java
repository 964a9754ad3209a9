package org.counterpoint.answer.collect;

import java.util.List;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ask.RequestHash;
import org.counterpoint.data.Message;
import org.counterpoint.data.Role;
import org.counterpoint.data.write.JsonForms;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An answer as our own form writes it, with what is known of how it came about. */
final class AnswerRows {

    private static final double MILLIS = 1000;

    private AnswerRows() {}

    /**
     * {@code {id, messages, model, text, finish, …}}. The messages are the prompt's own, so that answers to it join
     * whatever system message was sent along; that one stands under {@code system}.
     */
    static ObjectNode row(Questions.Question question, String name, ChatReply reply) {
        ObjectNode row =
                JsonNodeFactory.instance.objectNode().put("id", question.row().id());
        row.set("messages", JsonForms.messages(question.prompt()));
        row.put("model", name).put("text", reply.text());
        if (reply.thought() != null) {
            row.put("reasoning_content", reply.thought());
        }
        if (reply.finish() != null) {
            row.put("finish", reply.finish());
        }
        int sample = question.request().sample();
        if (sample > 0) {
            row.put("sample", sample);
        }
        List<Message> sent = question.request().messages();
        if (sent.size() > question.prompt().size() && sent.get(0).role() == Role.SYSTEM) {
            row.put("system", sent.get(0).content());
        }
        if (reply.model() != null) {
            row.put("reported_model", reply.model());
        }
        ChatReply.Usage usage = reply.usage();
        if (usage != null) {
            row.putObject("usage")
                    .put("prompt_tokens", usage.promptTokens())
                    .put("completion_tokens", usage.completionTokens());
        }
        return row.put("latency_seconds", reply.latency().toMillis() / MILLIS)
                .put("request", RequestHash.of(question.request()));
    }
}
