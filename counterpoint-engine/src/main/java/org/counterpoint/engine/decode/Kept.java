package org.counterpoint.engine.decode;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** Native objects that live until they are freed by hand, whatever scope of pointers the thread is in. */
final class Kept {
    private Kept() {}

    /** Makes one; what else is made on the way is freed. */
    static <T extends Pointer> T keep(Supplier<T> maker) {
        try (PointerScope scope = new PointerScope()) {
            T made = maker.get();
            scope.detach(made);
            return made;
        }
    }
}
