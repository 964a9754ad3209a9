package org.counterpoint.serve.board;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How busy this machine is. */
final class SystemLoad {
    private static final long KIB = 1024;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Path disk;

    /** @param disk a folder of the disk whose room is told */
    SystemLoad(Path disk) {
        this.disk = disk;
    }

    /** Shares from 0 to 1, bytes; what this system does not say is left out. */
    ObjectNode now() {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        double cpu = system.getCpuLoad();
        if (cpu >= 0) {
            node.put("cpu", cpu);
        }
        node.put("cores", system.getAvailableProcessors());
        node.put("memory", system.getTotalMemorySize()).put("memory_free", free());
        try {
            FileStore store = Files.getFileStore(disk);
            node.put("disk", store.getTotalSpace()).put("disk_free", store.getUsableSpace());
        } catch (IOException e) {
            // Then it is not told.
        }
        return node;
    }

    /** Linux counts what it holds of files as used, though it gives that back when asked. */
    private long free() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Another system.
        }
        return system.getFreeMemorySize();
    }
}
