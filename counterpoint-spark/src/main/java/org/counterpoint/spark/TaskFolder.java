package org.counterpoint.spark;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.TaskContext;
import org.counterpoint.data.IoWords;
import org.counterpoint.store.WholeFolder;

/**
 * A folder that one attempt of a task fills. Attempts never share one, and what one wrote counts only once the driver
 * knows its name, so a task may be repeated or run twice.
 */
final class TaskFolder implements Closeable {
    private final Path local;
    private final org.apache.hadoop.fs.Path remote;
    private final FileSystem files;
    private final boolean here;

    private TaskFolder(Path local, org.apache.hadoop.fs.Path remote, FileSystem files, boolean here) {
        this.local = local;
        this.remote = remote;
        this.files = files;
        this.here = here;
    }

    /**
     * @param work the folder of the job, for Hadoop
     * @param name what the task makes
     */
    static TaskFolder of(String work, String name, Configuration hadoop) {
        try {
            TaskContext task = TaskContext.get();
            org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(
                    work, name + "-" + task.stageAttemptNumber() + "-" + task.taskAttemptId());
            FileSystem files = remote.getFileSystem(hadoop);
            boolean here = "file".equals(files.getScheme());
            Path local = here
                    ? Files.createDirectories(Path.of(remote.toUri().getPath()))
                    : Files.createTempDirectory("counterpoint-");
            return new TaskFolder(local, remote, files, here);
        } catch (IOException e) {
            throw new UncheckedIOException("a task cannot write below " + work + ": " + IoWords.of(e), e);
        }
    }

    /** A file of several tasks, for Hadoop. */
    static List<String> in(List<String> folders, String file) {
        return folders.stream().map(folder -> folder + "/" + file).toList();
    }

    /** Where the task writes. */
    Path folder() {
        return local;
    }

    /** Brings the files to where the driver finds them, and says where. */
    String finish() throws IOException {
        if (!here) {
            files.mkdirs(remote);
            try (Stream<Path> list = Files.list(local)) {
                List<Path> all = list.sorted().toList();
                for (Path file : all) {
                    files.copyFromLocalFile(
                            false,
                            true,
                            new org.apache.hadoop.fs.Path(file.toUri()),
                            new org.apache.hadoop.fs.Path(remote, String.valueOf(file.getFileName())));
                }
            }
        }
        return remote.toString();
    }

    @Override
    public void close() throws IOException {
        if (!here) {
            WholeFolder.delete(local);
        }
    }
}
