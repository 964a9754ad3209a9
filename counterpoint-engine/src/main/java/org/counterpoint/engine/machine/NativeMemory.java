package org.counterpoint.engine.machine;

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** How native memory is taken. */
public final class NativeMemory {
    /** Linux's {@code MADV_HUGEPAGE}. */
    private static final int HUGE_PAGES = 14;

    private NativeMemory() {}

    /**
     * Asks Linux to have some memory in huge pages, of which few are looked up, and which the processor reads ahead in farther. A
     * wish: where it is not granted, memory is as it was.
     *
     * @param address whole huge pages, and so {@code bytes}
     */
    public static void preferHugePages(long address, long bytes) {
        NativeLibrary.getInstance("c")
                .getFunction("madvise")
                .invokeInt(new Object[] {new Pointer(address), new NativeLong(bytes), HUGE_PAGES});
    }
}
