package org.counterpoint.pairs;

import org.counterpoint.data.JsonBytes;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.write.GroupLines;
import org.counterpoint.store.Checksums;
import tools.jackson.databind.JsonNode;

/**
 * Where each answer came from: a line a group, in the groups' order, {@code {"id", "origins": [{"model", "file",
 * "line", "sha256"}]}}, of an array's also its number there, {@code "element"}, of a model's second answer to a prompt, and
 * those after it, {@code "sample"}; the hash being that of the text in UTF-8.
 */
public final class Origins {
    private Origins() {}

    /** @param lines of the group, whose texts are in UTF-8 there */
    static void line(ResponseGroup group, GroupLines lines, JsonBytes out) {
        out.json("{\"id\":").text(group.id()).json(",\"origins\":");
        String separator = "[{\"model\":";
        for (int i = 0; i < group.responses().size(); i++) {
            Response response = group.responses().get(i);
            out.json(separator).text(response.model());
            if (response.sample() > 0) {
                out.json(",\"sample\":").json(Integer.toString(response.sample()));
            }
            out.json(",\"file\":").text(response.origin().file());
            out.json(",\"line\":").json(Long.toString(response.origin().line()));
            if (response.origin().element() > 0) {
                out.json(",\"element\":").json(Long.toString(response.origin().element()));
            }
            out.json(",\"sha256\":\"").json(Checksums.hex(lines.utf8(i))).json("\"}");
            separator = ",{\"model\":";
        }
        out.json("]}").endLine();
    }

    /** One of the {@code origins} that such a line holds. */
    public static Origin read(JsonNode origin) {
        return new Origin(
                origin.path("file").asString(""),
                origin.path("line").asLong(0),
                origin.path("element").asLong(0));
    }
}
