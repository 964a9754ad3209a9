package org.counterpoint.engine.model;

import com.sun.jna.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** The library behind fp32 matrix products, asked for what its Java bindings leave out. */
public final class OpenBlas {
    private static final Object[] NONE = {};

    private OpenBlas() {}

    /** The processor whose kernels it uses, such as {@code Haswell} or {@code SkylakeX}; empty where it cannot be asked. */
    public static Optional<String> core() {
        NativeRuntime.load();
        try {
            Path library = Path.of(Loader.load(openblas_nolapack.class)).resolveSibling("libopenblas.so.0");
            if (!Files.exists(library)) {
                return Optional.empty();
            }
            // Loaded already: this finds the same library again.
            String name = NativeLibrary.getInstance(library.toString())
                    .getFunction("openblas_get_corename")
                    .invokeString(NONE, false);
            return Optional.ofNullable(name);
        } catch (LinkageError e) {
            return Optional.empty(); // Another build of the library: its name is a nicety.
        }
    }
}
