package org.counterpoint.train.plan;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.machine.Memory;
import org.counterpoint.engine.model.NativeRuntime;

/**
 * What a machine offers to a run.
 *
 * @param operations floating-point operations a second, in passes through a model
 * @param disk bytes a second, read past the system's cache; infinite where it is not measured
 * @param free bytes that a new process may take; -1 where the system does not say
 */
public record MachineRates(double operations, double disk, long free) {
    /** What passes reach of a bare matrix product's rate (docs/performance.md). */
    private static final double FP32_SHARE = 0.55;

    private static final double BF16_SHARE = 0.45;

    /** Read to see how fast the disk is, in pieces. */
    private static final long LOOKED_AT = 128 << 20;

    private static final int PIECE = 4 << 20;

    /**
     * This machine, by a matrix product and a read of a second or two each.
     *
     * @param weights the folder whose files are read
     */
    public static MachineRates measured(Precision precision, Path weights) {
        double share = precision == Precision.FP32 ? FP32_SHARE : BF16_SHARE;
        return new MachineRates(
                share * NativeRuntime.gemmGflops(precision) * 1e9, diskRate(weights), Memory.freeHere());
    }

    /** Of a disk that is not looked at. */
    public static MachineRates of(double operations) {
        return new MachineRates(operations, Double.POSITIVE_INFINITY, Memory.freeHere());
    }

    /** What is left to each of several processes that take as much. */
    public MachineRates sharedBy(int processes) {
        return new MachineRates(operations / processes, disk, free < 0 ? free : free / processes);
    }

    private static double diskRate(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> file = files.filter(Files::isRegularFile).max(Comparator.comparingLong(MachineRates::size));
            return file.isEmpty() ? Double.POSITIVE_INFINITY : readRate(file.get());
        } catch (IOException | UnsupportedOperationException e) {
            return Double.POSITIVE_INFINITY; // not every file system can be read past its cache
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static double readRate(Path file) throws IOException {
        int block = Math.toIntExact(Files.getFileStore(file).getBlockSize());
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE + block).alignedSlice(block);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, ExtendedOpenOption.DIRECT)) {
            long read = 0;
            long began = System.nanoTime();
            int some = 1;
            while (some > 0 && read < LOOKED_AT) {
                some = channel.read(piece.clear().limit(PIECE));
                read += Math.max(0, some);
            }
            return read / Math.max(1e-9, (System.nanoTime() - began) / 1e9);
        }
    }
}
