package org.counterpoint.engine.collective;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch_nccl;
import org.bytedeco.pytorch.nccl.ProcessGroupNCCL;
import org.counterpoint.engine.Floats;

/**
 * From one CUDA device to another, by PyTorch's NCCL; each process has one of its own. All numbers lie there.
 *
 * <p>It has never run: there was no such device.
 */
public final class NcclGroup implements Collectives {
    /**
     * What the library reads when a group is made. By itself it ends the process where an exchange fails or is late, and
     * prints on the standard output where NCCL_DEBUG asks it to speak.
     */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "TORCH_NCCL_ASYNC_ERROR_HANDLING", "0",
            "TORCH_NCCL_ENABLE_MONITORING", "0",
            "NCCL_DEBUG_FILE", "/dev/stderr");

    private final ProcessGroupNCCL group;
    private final TensorExchange exchange;
    private boolean failed;

    private NcclGroup(ProcessGroupNCCL group, TensorExchange exchange) {
        this.group = group;
        this.exchange = exchange;
    }

    /** Why there is no NCCL here; empty where there is. */
    public static Optional<String> missing() {
        try {
            Loader.load(torch_nccl.class);
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            Throwable first = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
            return Optional.of(
                    String.valueOf(first.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /**
     * Connects with all others.
     *
     * @param at where all of them are; it must stay open as long as the group
     * @param gpu the number of this process's device
     * @param timeout the longest wait for another process
     * @param lost whether another process is known to be gone: asked in long waits
     * @throws CollectiveException where one does not come
     */
    public static NcclGroup connect(
            Rendezvous at, int rank, int size, int gpu, Duration timeout, BooleanSupplier lost) {
        ENVIRONMENT.forEach(NativeEnvironment::setDefault);
        return TensorExchange.guarded(() -> {
            try (PointerScope scope = new PointerScope()) {
                ProcessGroupNCCL.Options options = ProcessGroupNCCL.Options.create(false);
                options.timeout(new Milliseconds(timeout.toMillis()));
                ProcessGroupNCCL made = new ProcessGroupNCCL(new PrefixStore("nccl", at.store()), rank, size, options);
                made.retainReference();
                scope.detach(made);
                NcclGroup group = new NcclGroup(made, new TensorExchange(made, size, new Polling(timeout, lost)));
                group.meet(gpu, size);
                return group;
            }
        });
    }

    /** Devices connect at their first exchange: that shall be now, and not in the middle of the work. */
    private void meet(int gpu, int size) {
        boolean met = false;
        try {
            Tensor one = torch.ones(1).to(new Device(DeviceType.CUDA, (byte) gpu), torch.ScalarType.Float);
            guarded(() -> exchange.sum(one));
            if (one.cpu().item_float() != size) {
                throw new CollectiveException(
                        size + " devices counted " + one.cpu().item_float());
            }
            met = true;
        } finally {
            if (!met) {
                close();
            }
        }
    }

    @Override
    public void sum(Floats values) {
        guarded(() -> exchange.sum(values.tensor()));
    }

    @Override
    public void broadcast(Floats values, int from) {
        guarded(() -> exchange.broadcast(values.tensor(), from));
    }

    @Override
    public void gather(Floats own, Floats all) {
        guarded(() -> exchange.gather(own.tensor(), all.tensor()));
    }

    @Override
    public void addSums(Floats all, Floats own) {
        guarded(() -> exchange.addSums(all.tensor(), own.tensor()));
    }

    private void guarded(Runnable work) {
        boolean done = false;
        try {
            work.run();
            done = true;
        } finally {
            failed |= !done;
        }
    }

    /** What was not exchanged is given up: the device would wait for it for ever. */
    @Override
    public void close() {
        if (failed) {
            group.abort();
        }
        group.releaseReference();
    }
}
