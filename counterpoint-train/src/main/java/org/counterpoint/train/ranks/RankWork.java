package org.counterpoint.train.ranks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.counterpoint.data.IoWords;
import org.jspecify.annotations.Nullable;

/** Work of which each rank does a part: all of them have every part's result, or all of them fail. */
public final class RankWork {
    private static final byte DONE = 0;
    private static final byte FAILED = 1;

    private RankWork() {}

    /** One rank's part. */
    @FunctionalInterface
    public interface Part {
        byte[] result() throws IOException;
    }

    /**
     * Does this rank's part, and waits for all others.
     *
     * @return the results, in the order of the ranks
     * @throws RankException where another rank's part failed, with that rank and its words; a failure of this rank's own
     *     part is thrown as it is, once the others know of it
     */
    public static List<byte[]> each(Ranks ranks, Part part) throws IOException {
        byte[] own;
        try {
            own = part.result();
        } catch (RuntimeException | IOException e) {
            failed(ranks, e);
            throw e;
        }
        return done(ranks, own);
    }

    /** Says to the others, who wait for this rank's part, that it failed. */
    static void failed(Ranks ranks, Exception e) {
        if (!(e instanceof RankException)) { // else an exchange failed: there is nobody to tell
            ranks.gather(failure(e instanceof IOException unread ? IoWords.of(unread) : e.getMessage(), e));
        }
    }

    /** Hands this rank's part in, and waits for all others. */
    static List<byte[]> done(Ranks ranks, byte[] own) {
        List<byte[]> all = ranks.gather(marked(DONE, own));
        for (int rank = 0; rank < all.size(); rank++) {
            failureOf(all.get(rank), rank).ifPresent(e -> {
                throw e;
            });
        }
        return all.stream()
                .map(bytes -> Arrays.copyOfRange(bytes, 1, bytes.length))
                .toList();
    }

    private static byte[] failure(@Nullable String words, Exception e) {
        String type = e.getClass().getSimpleName();
        String all = type + "\n" + (words == null || words.isBlank() ? type : words);
        return marked(FAILED, all.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] marked(byte mark, byte[] bytes) {
        byte[] marked = new byte[1 + bytes.length];
        marked[0] = mark;
        System.arraycopy(bytes, 0, marked, 1, bytes.length);
        return marked;
    }

    /** What a rank said in place of its part. */
    static Optional<RankException> failureOf(byte[] result, int rank) {
        if (result[0] != FAILED) {
            return Optional.empty();
        }
        String words = new String(result, 1, result.length - 1, StandardCharsets.UTF_8);
        int end = words.indexOf('\n');
        return Optional.of(
                new RankException("rank " + rank + ": " + words.substring(end + 1), words.substring(0, end)));
    }
}
