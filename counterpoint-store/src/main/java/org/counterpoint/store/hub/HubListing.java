package org.counterpoint.store.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of a repository at one commit.
 *
 * @param files by their paths in the repository
 */
record HubListing(String commit, List<String> files) {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final int LONGEST_PATH = 500;

    /** @throws HubException where it is not what the hub answers, or names a file that would lie elsewhere */
    static HubListing parse(HubName name, byte[] json) {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(json);
        } catch (JacksonException e) {
            throw HubException.failed("the hub's answer about " + name + " is no JSON: " + e.getOriginalMessage()
                    + "\n  is HF_ENDPOINT a hub, or does a page of a proxy stand before it?");
        }
        String commit = root.path("sha").asString("");
        if (!COMMIT.matcher(commit).matches() || !root.path("siblings").isArray()) {
            throw HubException.failed("the hub's answer about " + name
                    + " names no commit and files (`sha`, `siblings`): is HF_ENDPOINT a hub?");
        }
        List<String> files = new ArrayList<>();
        for (JsonNode sibling : root.path("siblings")) {
            files.add(safe(name, sibling.path("rfilename").asString("")));
        }
        return new HubListing(commit, List.copyOf(files));
    }

    private static String safe(HubName name, String path) {
        boolean plain = !path.isEmpty()
                && path.length() <= LONGEST_PATH
                && path.chars().noneMatch(c -> c < ' ' || c == '\\' || c == ':' || c == 0x7f);
        for (String part : path.split("/", -1)) {
            plain &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        if (!plain) {
            throw HubException.wrong("the hub lists a file of " + name + " that could lie outside its folder: '"
                    + path.replaceAll("\\p{Cntrl}", "?") + "'; nothing was fetched");
        }
        return path;
    }
}
