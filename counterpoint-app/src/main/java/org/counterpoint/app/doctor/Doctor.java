package org.counterpoint.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.machine.ContainerLimits;
import org.counterpoint.engine.machine.Memory;
import org.counterpoint.engine.machine.Processor;
import org.counterpoint.store.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks the machine over. */
public final class Doctor {

    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

    private final Map<String, String> environment;
    private final Supplier<NativeParts> nativeParts;

    public Doctor(Map<String, String> environment, Supplier<NativeParts> nativeParts) {
        this.environment = environment;
        this.nativeParts = nativeParts;
    }

    public Examination examine() {
        String architecture = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        Processor processor = Processor.here();
        NativeParts parts = nativeParts.get();
        List<EnvironmentSetting> settings = EnvironmentSetting.of(environment);
        List<Disk> disks = Stream.of(
                        System.getProperty("user.dir"),
                        System.getProperty("java.io.tmpdir"),
                        System.getProperty("user.home"))
                .distinct()
                .map(Doctor::disk)
                .toList();
        return new Examination(
                Version.current(),
                architecture + " " + System.getProperty("os.version"),
                processor,
                Memory.here(),
                ContainerLimits.here(),
                new Examination.JavaMachine(
                        System.getProperty("java.version"),
                        System.getProperty("java.vendor"),
                        Runtime.getRuntime().maxMemory()),
                parts,
                settings,
                disks,
                Precision.fastestHere().wireName(),
                Findings.of(parts, settings, disks, architecture));
    }

    private static Disk disk(String folder) {
        Path path = Path.of(folder);
        try {
            return new Disk(folder, Files.getFileStore(path).getUsableSpace(), Files.isWritable(path));
        } catch (IOException e) {
            LOG.info("{} cannot be examined", folder, e);
            return new Disk(folder, -1, false);
        }
    }
}
