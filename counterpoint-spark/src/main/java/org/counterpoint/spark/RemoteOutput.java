package org.counterpoint.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.counterpoint.data.InputException;
import org.counterpoint.store.Provenance;
import org.counterpoint.store.WholeFolder;

/** On a file system of Hadoop's. It grows beside where it will be and is renamed at the end. */
final class RemoteOutput implements ClusterOutput {
    private final String name;
    private final org.apache.hadoop.fs.Path out;
    private final org.apache.hadoop.fs.Path staging;
    private final org.apache.hadoop.fs.Path work;
    private final FileSystem files;
    private final Path local;
    private final Provenance record;
    private final boolean parts;

    /** @param parts whether files are left in parts */
    RemoteOutput(String location, Provenance record, boolean overwrite, boolean parts, Configuration hadoop)
            throws IOException {
        this.name = location;
        this.record = record;
        this.parts = parts;
        this.out = new org.apache.hadoop.fs.Path(location);
        this.files = out.getFileSystem(hadoop);
        if (!overwrite && files.exists(out) && files.listStatus(out).length > 0) {
            throw new InputException(location + " exists; it is left as it is. Give another --out, or --overwrite.");
        }
        this.staging = out.suffix(".partial-" + UUID.randomUUID());
        this.work = staging.suffix(".tasks");
        files.mkdirs(staging);
        files.mkdirs(work);
        this.local = Files.createTempDirectory("counterpoint-");
    }

    @Override
    public Path folder() {
        return local;
    }

    @Override
    public String work() {
        return files.makeQualified(work).toString();
    }

    @Override
    public void gather(String file, List<String> from) throws IOException {
        org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(staging, file);
        if (ClusterOutput.inParts(file, parts)) {
            files.mkdirs(target);
            for (int i = 0; i < from.size(); i++) {
                rename(
                        new org.apache.hadoop.fs.Path(from.get(i)),
                        new org.apache.hadoop.fs.Path(target, ClusterOutput.partName(file, i)));
            }
            return;
        }
        try (OutputStream to = files.create(target)) {
            for (String part : from) {
                try (InputStream in = files.open(new org.apache.hadoop.fs.Path(part))) {
                    in.transferTo(to);
                }
            }
        }
    }

    @Override
    public String share(Path file) throws IOException {
        org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(work, String.valueOf(file.getFileName()));
        files.moveFromLocalFile(new org.apache.hadoop.fs.Path(file.toUri()), target);
        return files.makeQualified(target).toString();
    }

    private void rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) throws IOException {
        if (!files.rename(from, to)) {
            throw new IOException(from + " cannot be renamed to " + to);
        }
    }

    /** The ledger lies here where the driver alone has begun it, else beside the output that there will not be. */
    @Override
    public RuntimeException withLedger(RuntimeException failure) {
        org.apache.hadoop.fs.Path kept = out.suffix("." + PairFiles.LEDGER);
        try {
            Path own = local.resolve(PairFiles.LEDGER);
            org.apache.hadoop.fs.Path gathered = new org.apache.hadoop.fs.Path(staging, PairFiles.LEDGER);
            if (!(failure instanceof InputException)
                    || !files.exists(gathered) && (!Files.exists(own) || Files.size(own) == 0)) {
                return failure;
            }
            files.delete(kept, true);
            if (files.exists(gathered)) {
                rename(gathered, kept);
            } else {
                files.copyFromLocalFile(false, true, new org.apache.hadoop.fs.Path(own.toUri()), kept);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
            return failure;
        }
        return new InputException(failure.getMessage() + "\nWhat was left out is in " + kept + ".", failure);
    }

    @Override
    public void commit() throws IOException {
        record.hashed().write(Provenance.in(local));
        try (Stream<Path> list = Files.list(local)) {
            List<Path> own = list.filter(Files::isRegularFile).sorted().toList();
            for (Path file : own) {
                files.copyFromLocalFile(
                        false,
                        true,
                        new org.apache.hadoop.fs.Path(file.toUri()),
                        new org.apache.hadoop.fs.Path(staging, String.valueOf(file.getFileName())));
            }
        }
        if (files.exists(out) && !files.delete(out, true)) {
            throw new IOException(name + " cannot be replaced");
        }
        rename(staging, out);
    }

    @Override
    public void close() throws IOException {
        WholeFolder.delete(local);
        files.delete(work, true);
        files.delete(staging, true);
    }
}
