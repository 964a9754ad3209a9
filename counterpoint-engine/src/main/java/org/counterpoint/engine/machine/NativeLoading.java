package org.counterpoint.engine.machine;

import java.util.List;
import org.bytedeco.javacpp.Loader;

/** What is to be said before the first native library is loaded. */
public final class NativeLoading {
    /** In a program that was not started by the launcher four heaps would be the limit of the whole process. */
    private static final List<String> LIMITS =
            List.of("org.bytedeco.javacpp.maxBytes", "org.bytedeco.javacpp.maxPhysicalBytes");

    /** Any but {@code -gpu} keeps the loader from looking for thirty of CUDA's libraries all over the class path. */
    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    private NativeLoading() {}

    /** Sets what nobody has set otherwise. */
    public static synchronized void prepare() {
        for (String limit : LIMITS) {
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, "0");
            }
        }
        if (System.getProperty(EXTENSION) == null && !hasCudaBuild()) {
            System.setProperty(EXTENSION, "-cpu");
        }
    }

    private static boolean hasCudaBuild() {
        return NativeLoading.class.getResource(
                        "/org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu/libtorch_cuda.so")
                != null;
    }
}
