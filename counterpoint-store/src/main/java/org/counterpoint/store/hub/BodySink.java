package org.counterpoint.store.hub;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A response's body, put into a channel as it comes and never more of it than a limit. */
final class BodySink implements HttpResponse.BodySubscriber<Long> {

    /** More came than was announced or is allowed. */
    static final class TooLong extends IOException {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        TooLong(long limit) {
            super("more than " + limit + " bytes came");
        }
    }

    private final WritableByteChannel channel;
    private final long limit;
    private final LongConsumer came;
    private final CompletableFuture<Long> whole = new CompletableFuture<>();
    private long written;
    private Flow.@Nullable Subscription subscription;

    /** @param came hears, in bytes, of every piece that is written */
    BodySink(WritableByteChannel channel, long limit, LongConsumer came) {
        this.channel = channel;
        this.limit = limit;
        this.came = came;
    }

    @Override
    public CompletionStage<Long> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            if (whole.isDone()) {
                return;
            }
            try {
                int size = part.remaining();
                if (written + size > limit) {
                    throw new TooLong(limit);
                }
                while (part.hasRemaining()) {
                    channel.write(part);
                }
                written += size;
                came.accept(size);
            } catch (IOException e) {
                whole.completeExceptionally(e);
                if (subscription != null) {
                    subscription.cancel();
                }
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.complete(written);
    }
}
