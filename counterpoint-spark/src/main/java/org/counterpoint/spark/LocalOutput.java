package org.counterpoint.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.data.write.OutputFolder;
import org.counterpoint.store.Provenance;
import org.counterpoint.store.WholeFolder;

/** On this machine's disk, where the tasks run too. */
final class LocalOutput implements ClusterOutput {
    private final OutputFolder out;
    private final Path work;
    private final boolean parts;

    /** @param parts whether files are left in parts */
    LocalOutput(Path folder, Provenance record, boolean overwrite, boolean parts) throws IOException {
        this.out = OutputFolder.claim(folder, record, overwrite);
        this.work = Files.createDirectory(out.staging().resolve(".tasks"));
        this.parts = parts;
    }

    @Override
    public Path folder() {
        return out.staging();
    }

    @Override
    public String work() {
        return work.toUri().toString();
    }

    @Override
    public void gather(String name, List<String> from) throws IOException {
        Path target = out.staging().resolve(name);
        if (ClusterOutput.inParts(name, parts)) {
            Files.createDirectory(target);
            for (int i = 0; i < from.size(); i++) {
                Files.move(path(from.get(i)), target.resolve(ClusterOutput.partName(name, i)));
            }
            return;
        }
        try (OutputStream to =
                Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (String part : from) {
                try (InputStream in = Files.newInputStream(path(part))) {
                    in.transferTo(to);
                }
                Files.delete(path(part));
            }
        }
    }

    @Override
    public String share(Path file) throws IOException {
        return Files.move(file, work.resolve(String.valueOf(file.getFileName())))
                .toUri()
                .toString();
    }

    private static Path path(String location) {
        return Path.of(new org.apache.hadoop.fs.Path(location).toUri().getPath());
    }

    @Override
    public void commit() throws IOException {
        WholeFolder.delete(work);
        out.commit();
    }

    @Override
    public RuntimeException withLedger(RuntimeException failure) {
        return failure instanceof InputException input ? out.withLedger(input) : failure;
    }

    @Override
    public void close() {
        out.close();
    }
}
