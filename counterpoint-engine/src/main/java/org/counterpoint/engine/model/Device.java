package org.counterpoint.engine.model;

import java.util.Locale;
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

    /**
     * The device of a name: cpu, cuda, cuda:N or auto, which is the first CUDA device where there is one. Only other names
     * than cpu load the native library.
     *
     * @throws ModelException if it is not there
     */
    public static Device named(String name) {
        String bare = name.strip().toLowerCase(Locale.ROOT);
        Matcher cuda = CUDA.matcher(bare);
        if (bare.equals("cpu")) {
            return cpu();
        }
        int devices = devices();
        if (bare.equals("auto")) {
            return devices > 0 ? new Device(0, null) : cpu();
        }
        if (!cuda.matches()) {
            throw new ModelException("no device is called " + name + ": give cpu, cuda, cuda:N or auto");
        }
        int index = cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
        if (devices == 0) {
            throw new ModelException(
                    "device=" + bare + ": there is no CUDA device here that the native tensor library can use"
                            + "\n  give device=cpu; what a CUDA device needs: docs/devices.md");
        }
        if (index >= devices) {
            throw new ModelException("device=" + bare + ": there "
                    + (devices == 1 ? "is one CUDA device" : "are " + devices + " CUDA devices")
                    + " here, numbered from 0");
        }
        return new Device(index, null);
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
