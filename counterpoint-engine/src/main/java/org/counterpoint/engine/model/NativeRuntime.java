package org.counterpoint.engine.model;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.machine.NativeLoading;
import org.counterpoint.engine.scope.TensorScope;

/** The native tensor library of this process: whether it loads, its threads, how fast it multiplies. */
public final class NativeRuntime {
    private static final int GEMM_ROWS = 1024;
    private static final int GEMM_IN = 576;
    private static final int GEMM_OUT = 1536;

    /** What a process may hold without giving anything back. */
    private static final long SMALL_BYTES = 1L << 30;

    /** The threads set here; 0 where none were. */
    private static volatile int asked;
    /** Those that the library was told of. */
    private static volatile int applied;

    private NativeRuntime() {}

    /**
     * Loads the native library; a second call costs nothing.
     *
     * @throws ModelException if it cannot be loaded here, with the reason
     */
    public static void load() {
        Loading.result();
        int threads = asked;
        if (threads != applied) {
            applied = threads;
            torch.set_num_threads(threads);
            openblas_nolapack.blas_set_num_threads(threads); // which has threads of its own
        }
    }

    /** What was loaded: the tensor library's own account of its version, BLAS, threads and CPU capability. */
    public static String describe() {
        load();
        return torch.show_config().getString().strip() + "\n"
                + torch.get_parallel_info().getString().strip();
    }

    /** The tensor library's version. */
    public static String version() {
        load();
        return describe()
                .lines()
                .filter(line -> line.contains("TORCH_VERSION="))
                .map(line -> line.replaceAll(".*TORCH_VERSION=([^,]+),.*", "$1"))
                .findFirst()
                .orElse("unknown");
    }

    /** Threads that one operation uses. */
    public static int threads() {
        load();
        return torch.get_num_threads();
    }

    /** Sets how many threads one operation uses, from the next model on that is loaded. Does not load the library. */
    public static void setThreads(int threads) {
        asked = threads;
    }

    /** Threads that work without the native library shall use: as many, found without loading it. */
    public static int threadsWithoutLoading() {
        String environment = System.getenv("OMP_NUM_THREADS");
        if (asked > 0) {
            return asked;
        }
        return environment != null && environment.matches("[1-9][0-9]{0,3}")
                ? Integer.parseInt(environment)
                : Runtime.getRuntime().availableProcessors();
    }

    /** Bytes of native memory that this process holds resident, all told. */
    public static long residentBytes() {
        load();
        return Pointer.physicalBytes();
    }

    /**
     * Gives memory that was freed, and that the allocator keeps for later, back to the system: before work of another
     * shape, whose tensors would not fit the holes. A small process keeps it: to get it anew costs more than it is worth.
     */
    static void returnFreedMemory() {
        if (Pointer.physicalBytes() > SMALL_BYTES) {
            Pointer.trimMemory();
        }
    }

    /** Native objects that Java code holds just now; what a closed model must not have raised. */
    public static long liveObjects() {
        return Pointer.totalCount();
    }

    /**
     * Measures matrix multiplication as a linear layer of a small model does it.
     *
     * @return the best of a few short runs, in 10^9 floating-point operations a second
     */
    public static double gemmGflops(Precision precision) {
        return gemmGflops(precision, 20, 8, 0, System::nanoTime);
    }

    /**
     * The same of fp32 and one thread, measured within a second even where it is slow: for a guess. Several threads wait
     * for one another, and in a process that has just started its compiler takes their processors now and then. The time
     * is what the thread had of its processor, so that others who work there at the moment do not count: the rate is that of a
     * machine that does nothing else.
     */
    public static double quickGemmGflops() {
        int threads = threads();
        setThreads(1);
        try {
            return gemmGflops(Precision.FP32, 3, 3, 300_000_000, NativeRuntime::threadNanos);
        } finally {
            setThreads(threads);
        }
    }

    private static long threadNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : -1;
        return nanos < 0 ? System.nanoTime() : nanos;
    }

    /** At least so many rounds, and for so long. */
    private static double gemmGflops(Precision precision, int repetitions, int rounds, long nanos, LongSupplier clock) {
        load();
        try (TensorScope scope = new TensorScope();
                NoGradGuard guard = new NoGradGuard()) {
            var type = precision == Precision.FP32 ? torch.ScalarType.Float : torch.ScalarType.BFloat16;
            Tensor x = torch.randn(GEMM_ROWS, GEMM_IN).to(type);
            Tensor w = torch.randn(GEMM_OUT, GEMM_IN).to(type);
            double flops = 2.0 * GEMM_ROWS * GEMM_IN * GEMM_OUT;
            Kernels kernels = KernelKind.here().kernels();
            double best = 0;
            long began = System.nanoTime();
            for (int round = 0; round < rounds || System.nanoTime() - began < nanos; round++) {
                long start = clock.getAsLong();
                for (int i = 0; i < repetitions; i++) {
                    try (TensorScope inner = new TensorScope()) {
                        kernels.linear(x, w);
                    }
                }
                best = Math.max(best, flops * repetitions / Math.max(1, clock.getAsLong() - start));
            }
            return best;
        }
    }

    /** The holder idiom: loads once, and keeps the first failure. */
    private static final class Loading {
        private static final String FAILURE = attempt();

        private static String attempt() {
            NativeLoading.prepare();
            try {
                Loader.load(torch.class);
                return "";
            } catch (LinkageError | RuntimeException e) {
                return String.valueOf(e.getMessage());
            }
        }

        static void result() {
            if (!FAILURE.isEmpty()) {
                throw new ModelException(String.format(
                        Locale.ROOT,
                        "the native tensor library cannot be loaded on %s %s: %s%nRun `counterpoint doctor` for what is"
                                + " missing.",
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        FAILURE));
            }
        }
    }
}
