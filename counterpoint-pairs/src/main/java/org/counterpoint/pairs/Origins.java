package org.counterpoint.pairs;

import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Sha256;
import org.counterpoint.data.write.JsonBytes;

/**
 * Where each answer came from: a line a group, in the groups' order, {@code {"id", "origins": [{"model", "file",
 * "line", "sha256"}]}}, the hash being that of the text in UTF-8.
 */
public final class Origins {
    private Origins() {}

    static JsonBytes line(ResponseGroup group) {
        JsonBytes line = new JsonBytes().json("{\"id\":").text(group.id()).json(",\"origins\":");
        String separator = "[";
        for (Response response : group.responses()) {
            line.json(separator).json("{\"model\":").text(response.model());
            line.json(",\"file\":").text(response.origin().file());
            line.json(",\"line\":" + response.origin().line());
            line.json(",\"sha256\":\"").json(Sha256.hex(response.text())).json("\"}");
            separator = ",";
        }
        return line.json("]}").endLine();
    }
}
