package org.counterpoint.engine.collective;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.counterpoint.engine.model.NativeRuntime;

/** Numbers outside the Java heap, all 0 at first, which are free again once it is closed. */
public final class NativeFloats implements AutoCloseable {
    private final FloatPointer memory;

    /** @param count how many */
    public NativeFloats(int count) {
        NativeRuntime.load();
        // Whatever scope is open when it is made, it is this object's.
        try (PointerScope scope = new PointerScope()) {
            memory = new FloatPointer((long) Math.max(1, count));
            memory.retainReference();
            scope.detach(memory);
        }
        memory.zero();
        memory.limit(count);
    }

    /** All of them; valid as long as this is open. */
    public FloatBuffer buffer() {
        return memory.asBuffer();
    }

    @Override
    public void close() {
        memory.releaseReference();
    }
}
