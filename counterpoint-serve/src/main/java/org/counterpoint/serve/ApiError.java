package org.counterpoint.serve;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A request that is not answered, in the words and with the status of OpenAI's API. */
final class ApiError extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final @Nullable String param;
    private final @Nullable String code;

    ApiError(int status, String type, String message, @Nullable String param, @Nullable String code) {
        super(message);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    /** Something in the request cannot be done. */
    static ApiError invalid(@Nullable String param, String message) {
        return new ApiError(400, "invalid_request_error", message, param, null);
    }

    static ApiError noModel(String name, Iterable<String> known) {
        return new ApiError(
                404,
                "invalid_request_error",
                "The model '" + name + "' does not exist here; there are: " + String.join(", ", known),
                "model",
                "model_not_found");
    }

    static ApiError broken(String message) {
        return new ApiError(500, "server_error", message, null, null);
    }

    int status() {
        return status;
    }

    ObjectNode toJson() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", getMessage())
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return body;
    }
}
