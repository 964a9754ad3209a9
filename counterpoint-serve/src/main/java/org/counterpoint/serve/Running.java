package org.counterpoint.serve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.counterpoint.answer.generate.RowSeed;
import org.counterpoint.engine.model.RollingBatch;
import org.counterpoint.engine.text.TextCodec;
import org.jspecify.annotations.Nullable;

/**
 * A request under way: its rows in the batch on one side, who waits for the pieces of their answers on the other. Whoever
 * waits may give up at any time; the rows leave the batch at its next step.
 */
final class Running {

    private final CompletionRequest request;
    private final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private volatile boolean cancelled;
    private final long startedAt = System.nanoTime();

    /**
     * A piece of an answer.
     *
     * @param row which of the request's answers
     * @param places what is told of its tokens; empty unless asked for
     * @param finish why the answer ends with this piece: {@code stop} or {@code length}; null where it goes on
     * @param failure why the model cannot go on; null where it can
     */
    record Piece(
            int row,
            String text,
            int tokens,
            List<Place> places,
            @Nullable String finish,
            @Nullable String failure) {}

    /**
     * What is told of a token.
     *
     * @param choice null for the first token of an echoed prompt, before which there is nothing
     */
    record Place(int token, RollingBatch.@Nullable Choice choice) {}

    Running(CompletionRequest request) {
        this.request = request;
    }

    CompletionRequest request() {
        return request;
    }

    long startedAt() {
        return startedAt;
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** The next piece; null where none came in time. */
    @Nullable
    Piece next(long nanoseconds) throws InterruptedException {
        return pieces.poll(nanoseconds, TimeUnit.NANOSECONDS);
    }

    void fail(String why) {
        pieces.add(new Piece(0, "", 0, List.of(), "stop", why));
    }

    /** The rows that it comes to. */
    List<Row> rows(TextCodec codec, Set<Integer> endTokens) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < request.rows(); i++) {
            rows.add(new Row(i, codec, endTokens));
        }
        return rows;
    }

    /** One answer under way. Told of its tokens on the batch's thread. */
    final class Row implements RollingBatch.Listener {

        private final int index;
        private final Set<Integer> endTokens;
        private final TextStream text;
        private final int[] prompt;
        private final int given;
        private final List<Place> untold = new ArrayList<>();
        private boolean ended;
        private int told;
        private int made;

        Row(int index, TextCodec codec, Set<Integer> endTokens) {
            this.index = index;
            this.endTokens = endTokens;
            this.text = new TextStream(codec, request.stops());
            this.prompt = request.prompts().get(index / request.samples());
            // What is told of the prompt's own tokens is told as they are followed one by one.
            this.given = request.echo() && request.logprobs() ? 1 : prompt.length;
            if (given < prompt.length) {
                untold.add(new Place(prompt[0], null));
            }
        }

        Running running() {
            return Running.this;
        }

        RollingBatch.Request asked() {
            return new RollingBatch.Request(
                    Arrays.copyOf(prompt, given),
                    Arrays.copyOfRange(prompt, given, prompt.length),
                    request.sampling(),
                    RowSeed.of(request.seed(), "", index % request.samples()),
                    request.logprobs(),
                    request.likeliest());
        }

        /** Whether it has left the batch, or is about to. */
        boolean hasEnded() {
            return ended;
        }

        @Override
        public boolean next(RollingBatch.Choice choice) {
            int forced = prompt.length - given;
            if (cancelled || forced == 0 && request.maxTokens() == 0) {
                return end("", "length");
            }
            if (request.logprobs()) {
                untold.add(new Place(choice.token(), choice));
            }
            if (told++ < forced) {
                return told < forced || request.maxTokens() > 0 || end("", "length");
            }
            made++;
            if (endTokens.contains(choice.token())) {
                return end(text.end(), "stop");
            }
            String fresh = text.add(choice.token());
            if (text.stopped()) {
                return end(fresh, "stop");
            }
            if (made >= request.maxTokens()) {
                String rest = text.end();
                return end(fresh + rest, text.stopped() ? "stop" : "length");
            }
            tell(fresh, null);
            return true;
        }

        /** Always false: the row goes on no more. */
        private boolean end(String last, String why) {
            ended = true;
            tell(last, why);
            return false;
        }

        private void tell(String fresh, @Nullable String finish) {
            pieces.add(new Piece(index, fresh, made, List.copyOf(untold), finish, null));
            untold.clear();
        }
    }
}
