package org.counterpoint.engine.model;

import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.counterpoint.engine.ModelException;
import org.jspecify.annotations.Nullable;

/**
 * Where a model's tensors live, and what multiplies them there.
 *
 * @param gpu the number of a CUDA device; -1 for the processor itself
 * @param kind what multiplies on the processor; null for what suits it, or the process was told
 */
public record Device(int gpu, @Nullable KernelKind kind) {
    private static final Pattern CUDA = Pattern.compile("cuda(?::([0-9]{1,2}))?");

    public static Device cpu() {
        return new Device(-1, null);
    }

    public static Device cpu(KernelKind kind) {
        return new Device(-1, kind);
    }

    /** The device of a name in a process that has this machine's for itself; as {@link #named(String, int, int)}. */
    public static Device named(String name) {
        return named(name, 0, 1);
    }

    /**
     * The device of a name: cpu, cuda, cuda:N or auto, which is cuda where there is one. Of several processes on a machine,
     * {@code cuda} is a device of its own for each. Only other names than cpu load the native library.
     *
     * @param place which of a machine's processes this is, from 0
     * @param here how many of them there are, as far as is known
     * @throws ModelException if it is not there, or there are too few
     */
    public static Device named(String name, int place, int here) {
        return named(name, place, here, Device::devices);
    }

    static Device named(String name, int place, int here, IntSupplier count) {
        String bare = name.strip().toLowerCase(Locale.ROOT);
        Matcher cuda = CUDA.matcher(bare);
        if (bare.equals("cpu")) {
            return cpu();
        }
        int devices = count.getAsInt();
        boolean auto = bare.equals("auto");
        if (auto && devices == 0) {
            return cpu();
        }
        if (!auto && !cuda.matches()) {
            throw new ModelException("no device is called " + name + ": give cpu, cuda, cuda:N or auto");
        }
        if (devices == 0) {
            throw new ModelException(
                    "device=" + bare + ": there is no CUDA device here that the native tensor library can use"
                            + "\n  give device=cpu; what a CUDA device needs: docs/devices.md");
        }
        if (auto || cuda.group(1) == null) {
            return ofOwn(bare, place, here, devices);
        }
        int index = Integer.parseInt(cuda.group(1));
        if (index >= devices) {
            throw new ModelException("device=" + bare + ": there "
                    + (devices == 1 ? "is one CUDA device" : "are " + devices + " CUDA devices")
                    + " here, numbered from 0");
        }
        return new Device(index, null);
    }

    private static Device ofOwn(String name, int place, int here, int devices) {
        int needed = Math.max(here, place + 1);
        if (needed > devices) {
            throw new ModelException(
                    "device=" + name + " gives each process of a machine a CUDA device of its own, and "
                            + needed + " processes find " + devices + " here\n  start as many processes as devices;"
                            + " where a launcher shows each process its own device alone, or they are to share one, give device=cuda:0");
        }
        return new Device(place, null);
    }

    /** CUDA devices that the native library sees; it is built without CUDA unless asked otherwise. */
    private static int devices() {
        NativeRuntime.load();
        return torch.hasCUDA() && torch.cuda_is_available() ? torch.cuda_device_count() : 0;
    }

    public boolean isCpu() {
        return gpu < 0;
    }

    Kernels kernels() {
        KernelKind asked = kind;
        if (!isCpu()) {
            return KernelKind.PLAIN.kernels();
        }
        return (asked == null ? KernelKind.here() : asked).kernels();
    }

    /** A tensor of the processor's memory, here: a copy on another device, itself on the processor. */
    Tensor place(Tensor tensor) {
        return isCpu()
                ? tensor
                : tensor.to(new org.bytedeco.pytorch.Device(DeviceType.CUDA, (byte) gpu), tensor.scalar_type());
    }
}
