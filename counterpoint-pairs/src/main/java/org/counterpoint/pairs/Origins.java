package org.counterpoint.pairs;

import static org.counterpoint.data.JsonBytes.ascii;

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
    private static final byte[] ORIGINS = ascii(",\"origins\":[");
    private static final byte[] FIRST = ascii("{\"model\":");
    private static final byte[] NEXT = ascii(",{\"model\":");
    private static final byte[] FILE = ascii(",\"file\":");
    private static final byte[] LINE = ascii(",\"line\":");
    private static final byte[] SHA256 = ascii(",\"sha256\":\"");
    private static final byte[] END = ascii("\"}");

    private Origins() {}

    /** @param lines of the group, which hold what is needed of it in UTF-8 */
    static void line(ResponseGroup group, GroupLines lines, JsonBytes out) {
        lines.start(out).json(ORIGINS);
        for (int i = 0; i < group.responses().size(); i++) {
            Response response = group.responses().get(i);
            lines.model(out.json(i == 0 ? FIRST : NEXT), i);
            if (response.sample() > 0) {
                out.json(",\"sample\":").number(response.sample());
            }
            out.json(FILE).text(response.origin().file());
            out.json(LINE).number(response.origin().line());
            if (response.origin().element() > 0) {
                out.json(",\"element\":").number(response.origin().element());
            }
            out.json(SHA256).hex(Checksums.sha256(lines.utf8(i))).json(END);
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
