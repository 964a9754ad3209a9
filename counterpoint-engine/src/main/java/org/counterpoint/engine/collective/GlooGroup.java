package org.counterpoint.engine.collective;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.gloo.Device;
import org.jspecify.annotations.Nullable;

/**
 * Processes that put numbers together over the network, by PyTorch's Gloo. Every one of them calls the same methods in
 * the same order. Buffers are of this machine's byte order, outside the Java heap, and taken from their first number to
 * their limit. Not safe for use by several threads.
 */
public final class GlooGroup implements AutoCloseable {
    /** What fits into the first of two exchanges: its length and most messages. */
    private static final int SLOT = 256;

    private final ProcessGroupGloo group;
    private final int size;

    private GlooGroup(ProcessGroupGloo group, int size) {
        this.group = group;
        this.size = size;
    }

    /**
     * Connects with all others.
     *
     * @param at where all of them are; it must stay open as long as the group
     * @param network the name of an interface, such as {@code eth0}; null for the one that this machine's name leads to,
     *     or, where {@code local}, for the machine itself
     * @param timeout the longest wait for another process, in connecting and in every exchange
     * @throws CollectiveException where one does not come
     */
    public static GlooGroup connect(
            Rendezvous at, int rank, int size, @Nullable String network, boolean local, Duration timeout) {
        return guarded(() -> QuietOutput.during(() -> {
            try (PointerScope scope = new PointerScope()) {
                ProcessGroupGloo.Options options =
                        ProcessGroupGloo.Options.create(new Milliseconds(timeout.toMillis()));
                options.devices(new GlooDeviceVector(device(network, local)));
                ProcessGroupGloo made = new ProcessGroupGloo(at.store(), rank, size, options);
                made.retainReference();
                scope.detach(made);
                return new GlooGroup(made, size);
            }
        }));
    }

    private static Device device(@Nullable String network, boolean local) {
        if (network != null) {
            return ProcessGroupGloo.createDeviceForInterface(network);
        }
        return local ? ProcessGroupGloo.createDeviceForHostname("127.0.0.1") : ProcessGroupGloo.createDefaultDevice();
    }

    /** Replaces each number by the sum over all processes, the same bytes for all of them. */
    public void sum(FloatBuffer values) {
        await(() -> group.allreduce(new TensorVector(tensor(values))));
    }

    /** Replaces each number by that of one process. */
    public void broadcast(FloatBuffer values, int from) {
        await(() -> group.broadcast(new TensorVector(tensor(values)), new BroadcastOptions().rootRank(from)));
    }

    /**
     * Puts the numbers of all processes one behind the other.
     *
     * @param all as often as long as {@code own} as there are processes
     */
    public void gather(FloatBuffer own, FloatBuffer all) {
        await(() -> group._allgather_base(tensor(all), tensor(own)));
    }

    /**
     * Adds to {@code own} the sum over all processes of this one's part of {@code all}, in their order.
     *
     * @param all as often as long as {@code own} as there are processes
     */
    public void addSums(FloatBuffer all, FloatBuffer own) {
        try (PointerScope scope = new PointerScope()) {
            Tensor received = torch.empty(size, own.limit());
            await(() -> group.alltoall_base(
                    received, tensor(all).view(size, own.limit()), new LongVector(), new LongVector()));
            Tensor sum = received.select(0, 0);
            for (int rank = 1; rank < size; rank++) {
                sum.add_(received.select(0, rank));
            }
            tensor(own).add_(sum);
        }
    }

    /** What each process gives, in the order of their ranks. */
    public List<byte[]> gather(byte[] own) {
        ByteBuffer slots = gathered(own, SLOT);
        int longest = 0;
        for (int rank = 0; rank < size; rank++) {
            longest = Math.max(longest, slots.getInt(rank * SLOT));
        }
        int room = Math.max(SLOT, Integer.BYTES + longest);
        ByteBuffer all = room == SLOT ? slots : gathered(own, room);
        List<byte[]> parts = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            byte[] part = new byte[all.getInt(rank * room)];
            all.get(rank * room + Integer.BYTES, part);
            parts.add(part);
        }
        return parts;
    }

    /** In slots of this size, each a length and as many of the bytes as there is room for. */
    private ByteBuffer gathered(byte[] bytes, int slot) {
        ByteBuffer own = memory(slot);
        own.putInt(bytes.length).put(bytes, 0, Math.min(bytes.length, slot - Integer.BYTES));
        own.clear();
        ByteBuffer all = memory(Math.multiplyExact(slot, size));
        await(() -> group._allgather_base(tensor(all), tensor(own)));
        return all;
    }

    private static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static Tensor tensor(FloatBuffer values) {
        return torch.from_blob(new FloatPointer(values), new long[] {values.limit()});
    }

    private static Tensor tensor(ByteBuffer values) {
        return torch.from_blob(
                new BytePointer(values), new long[] {values.limit()}, new TensorOptions(ScalarType.Byte));
    }

    private static void await(Supplier<Work> work) {
        guarded(() -> {
            try (PointerScope scope = new PointerScope()) {
                return work.get()._wait();
            }
        });
    }

    private static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (CollectiveException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CollectiveException(CollectiveException.words(e), e);
        }
    }

    @Override
    public void close() {
        group.releaseReference();
    }
}
