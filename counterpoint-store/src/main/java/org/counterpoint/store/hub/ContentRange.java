package org.counterpoint.store.hub;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a file that a response of status 206 says it holds (RFC 9110, 14.4). */
final class ContentRange {

    private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(?:\\d{1,18}|\\*)");

    private ContentRange() {}

    /** The place of its first byte. */
    static long start(HttpHeaders headers) throws IOException {
        Matcher range = FORM.matcher(headers.firstValue("content-range").orElse(""));
        if (!range.matches()) {
            throw new IOException("the server sent a part of the file and does not say which");
        }
        return Long.parseLong(range.group(1));
    }
}
