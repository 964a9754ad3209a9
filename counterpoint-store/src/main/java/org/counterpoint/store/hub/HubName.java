package org.counterpoint.store.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A repository's name, {@code owner/name} or {@code owner/name@revision}. What could lead out of the cache's folder, such
 * as {@code ..} or an absolute path, is no name.
 *
 * @param revision a branch, a tag or a commit; null for the main branch
 */
public record HubName(
        HubKind kind, String owner, String name, @Nullable String revision) {

    private static final String PART = "[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?";
    private static final String STEP = "[A-Za-z0-9_][A-Za-z0-9._-]*";
    private static final Pattern NAME =
            Pattern.compile("(" + PART + ")/(" + PART + ")(?:@(" + STEP + "(?:/" + STEP + ")*))?");

    private static final int LONGEST_REVISION = 200;

    /** Empty where it is no name. */
    public static Optional<HubName> read(HubKind kind, String text) {
        Matcher name = NAME.matcher(text);
        // Two hyphens part owner and name in the cache; neither those nor two dots are in any name.
        if (!name.matches() || text.contains("..") || repository(text).contains("--")) {
            return Optional.empty();
        }
        String revision = name.group(3);
        return revision != null && revision.length() > LONGEST_REVISION
                ? Optional.empty()
                : Optional.of(new HubName(kind, name.group(1), name.group(2), revision));
    }

    private static String repository(String text) {
        int at = text.indexOf('@');
        return at < 0 ? text : text.substring(0, at);
    }

    /** Without its revision. */
    public String repository() {
        return owner + "/" + name;
    }

    String revisionOrMain() {
        return revision == null ? "main" : revision;
    }

    /** The folder's name in the cache. */
    String folder() {
        return kind.plural() + "--" + owner + "--" + name;
    }

    @Override
    public String toString() {
        return repository() + (revision == null ? "" : "@" + revision);
    }
}
