package org.counterpoint.engine.decode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.counterpoint.engine.machine.NativeMemory;
import org.counterpoint.engine.scope.TensorScope;

/**
 * The native memory of a model's matrices, which several decoders may multiply with: given back when the last lets go of it.
 * In few large pieces of huge pages, as a matrix is often less than one.
 */
final class NativeWeights {
    private static final long HUGE_PAGE = 2L << 20;
    /** Of a piece: the allocator takes as large ones from the system and gives them back to it. */
    private static final long LEAST = 64L << 20;

    private static final int LINE = 64;

    private final OneDnn library;
    private final List<Pointer> pieces = new ArrayList<>();
    /** What refers to them. */
    private final List<Pointer> kept = new ArrayList<>();

    /** Those of threads that have ended go with them. */
    private final Map<Thread, OneDnnLane> lanes = Collections.synchronizedMap(new WeakHashMap<>());

    /** Of the last piece, what is not taken. */
    private long from;

    private long to;
    private int holders = 1;
    private volatile boolean released;

    private NativeWeights(OneDnn library) {
        this.library = library;
    }

    /** New ones, held by the caller, where there is a library that multiplies bf16 or fp32, as is wanted, the fastest. */
    static Optional<NativeWeights> here(boolean bf16) {
        return OneDnn.here(bf16).map(NativeWeights::of);
    }

    /** New ones, held by the caller, where there is a library that multiplies bf16 or fp32, as is wanted. */
    static Optional<NativeWeights> able(boolean bf16) {
        return OneDnn.able(bf16).map(NativeWeights::of);
    }

    /** New ones, held by the caller, that a library multiplies with. */
    static NativeWeights of(OneDnn library) {
        return new NativeWeights(library);
    }

    /**
     * What multiplies with them.
     *
     * @throws IllegalStateException if they are given back
     */
    OneDnn library() {
        if (released) {
            throw new IllegalStateException("the model is closed");
        }
        return library;
    }

    /** The calling thread's way to the kernels. */
    OneDnnLane lane() {
        return lanes.computeIfAbsent(Thread.currentThread(), thread -> new OneDnnLane(library()));
    }

    /** Makes what is freed with the weights. */
    synchronized <T extends Pointer> T keep(Supplier<T> maker) {
        T made = TensorScope.kept(maker);
        kept.add(made);
        return made;
    }

    /** Some memory, all zeros, at the beginning of a cache line. */
    Pointer zeros(long bytes) {
        Pointer taken = take(bytes);
        return new BytePointer(taken).capacity(bytes).limit(bytes).fill(0);
    }

    private synchronized Pointer take(long bytes) {
        if (from + bytes > to) {
            long size = Math.max(LEAST, (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
            Pointer piece = TensorScope.kept(() -> new BytePointer(size + HUGE_PAGE));
            pieces.add(piece);
            from = Math.floorMod(-piece.address(), HUGE_PAGE);
            to = from + size;
            NativeMemory.preferHugePages(piece.address() + from, size);
        }
        Pointer taken = pieces.get(pieces.size() - 1).getPointer(from);
        from += (bytes + LINE - 1) / LINE * LINE;
        return taken;
    }

    synchronized NativeWeights hold() {
        holders++;
        return this;
    }

    synchronized void release() {
        if (--holders == 0) {
            released = true;
            lanes.values().forEach(OneDnnLane::close);
            lanes.clear();
            kept.forEach(TensorScope::free);
            kept.clear();
            pieces.forEach(TensorScope::free);
            pieces.clear();
        }
    }
}
