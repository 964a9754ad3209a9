package org.counterpoint.engine.collective;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AllToAllOptions;
import org.bytedeco.pytorch.AllgatherOptions;
import org.bytedeco.pytorch.AllreduceOptions;
import org.bytedeco.pytorch.Backend;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;

/**
 * {@link Collectives} on tensors, where one of PyTorch's process groups takes them: the same calls for each of them.
 *
 * @param size how many processes there are
 */
record TensorExchange(Backend group, int size, Waiting waiting) {

    /** How the end of an exchange is waited for. */
    @FunctionalInterface
    interface Waiting {
        /** @throws RuntimeException where it failed */
        void end(Work work);
    }

    void sum(Tensor values) {
        await(() -> group.allreduce(new TensorVector(values), new AllreduceOptions().asyncOp(true)));
    }

    void broadcast(Tensor values, int from) {
        await(() -> group.broadcast(
                new TensorVector(values), new BroadcastOptions().rootRank(from).asyncOp(true)));
    }

    void gather(Tensor own, Tensor all) {
        await(() -> group._allgather_base(all, own, new AllgatherOptions().asyncOp(true)));
    }

    void addSums(Tensor all, Tensor own) {
        try (PointerScope scope = new PointerScope()) {
            long count = own.numel();
            Tensor received = torch.empty_like(all).view(size, count);
            await(() -> group.alltoall_base(
                    received,
                    all.view(size, count),
                    new LongVector(),
                    new LongVector(),
                    new AllToAllOptions().asyncOp(true)));
            Tensor sum = received.select(0, 0);
            for (int rank = 1; rank < size; rank++) {
                sum.add_(received.select(0, rank));
            }
            own.add_(sum);
        }
    }

    private void await(Supplier<Work> exchange) {
        guarded(() -> {
            try (PointerScope scope = new PointerScope()) {
                waiting.end(exchange.get());
            }
            return true;
        });
    }

    /** Does what the native library may fail at. */
    static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (CollectiveException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CollectiveException(CollectiveException.words(e), e);
        }
    }
}
