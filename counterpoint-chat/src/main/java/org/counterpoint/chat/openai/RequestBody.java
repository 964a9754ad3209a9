package org.counterpoint.chat.openai;

import java.nio.charset.StandardCharsets;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.data.write.JsonForms;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is posted. */
final class RequestBody {

    private static final JsonMapper JSON = JsonMapper.shared();

    private RequestBody() {}

    /**
     * The body in UTF-8. A sample's seed is the request's plus its number.
     *
     * @param limitName what the server calls the longest answer in tokens
     */
    static byte[] of(ChatRequest request, String model, String limitName) {
        ChatParameters parameters = request.parameters();
        ObjectNode body = JSON.createObjectNode().put("model", model);
        body.set("messages", JsonForms.messages(request.messages()));
        body.put(limitName, parameters.maxTokens());
        if (parameters.temperature() != null) {
            body.put("temperature", parameters.temperature());
        }
        if (parameters.topP() != null) {
            body.put("top_p", parameters.topP());
        }
        if (parameters.seed() != null) {
            body.put("seed", parameters.seed() + request.sample());
        }
        if (parameters.topLogprobs() > 0) {
            body.put("logprobs", true).put("top_logprobs", parameters.topLogprobs());
        }
        return JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    }
}
