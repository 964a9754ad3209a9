package org.counterpoint.engine.collective;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.gloo.Device;
import org.counterpoint.engine.Floats;
import org.jspecify.annotations.Nullable;

/** Over the network and through the processors' memory, by PyTorch's Gloo; and what else than numbers processes say. */
public final class GlooGroup implements Collectives {
    /** What fits into the first of two exchanges: its length and most messages. */
    private static final int SLOT = 256;

    private final ProcessGroupGloo group;
    private final int size;
    private final TensorExchange exchange;

    private GlooGroup(ProcessGroupGloo group, int size) {
        this.group = group;
        this.size = size;
        this.exchange = new TensorExchange(group, size, Work::_wait);
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
        return TensorExchange.guarded(() -> QuietOutput.during(() -> {
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

    @Override
    public void sum(Floats values) {
        here(values, exchange::sum);
    }

    @Override
    public void broadcast(Floats values, int from) {
        here(values, tensor -> exchange.broadcast(tensor, from));
    }

    @Override
    public void gather(Floats own, Floats all) {
        here(own, from -> here(all, into -> exchange.gather(from, into)));
    }

    @Override
    public void addSums(Floats all, Floats own) {
        here(all, from -> here(own, into -> exchange.addSums(from, into)));
    }

    /** Gloo reads and writes the processor's memory: numbers of another device come here, and go back. */
    private static void here(Floats values, Consumer<Tensor> work) {
        try (PointerScope scope = new PointerScope()) {
            Tensor there = values.tensor();
            if (there.is_cuda()) {
                Tensor here = there.cpu();
                work.accept(here);
                there.copy_(here);
            } else {
                work.accept(there);
            }
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
        try (PointerScope scope = new PointerScope()) {
            // The scope's, and no buffers, which could be gone while the exchange still reads them.
            BytePointer own = new BytePointer((long) slot);
            BytePointer all = new BytePointer((long) slot * size);
            own.zero();
            own.asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .putInt(bytes.length)
                    .put(bytes, 0, Math.min(bytes.length, slot - Integer.BYTES));
            exchange.gather(tensor(own), tensor(all));
            byte[] found = new byte[Math.multiplyExact(slot, size)];
            all.get(found);
            return ByteBuffer.wrap(found).order(ByteOrder.nativeOrder());
        }
    }

    private static Tensor tensor(BytePointer values) {
        return torch.from_blob(values, new long[] {values.limit()}, new TensorOptions(ScalarType.Byte));
    }

    @Override
    public void close() {
        group.releaseReference();
    }
}
