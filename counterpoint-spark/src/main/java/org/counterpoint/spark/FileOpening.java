package org.counterpoint.spark;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.data.rows.Rows;

/** Opens parts of files. What cannot be cut is read as the local command reads it, from a copy where it is elsewhere. */
record FileOpening(Broadcast<SerializableConfiguration> hadoop) implements Opening<InputPart> {
    private static final int BUFFER = 1 << 16;

    @Override
    public OpenPart open(Iterator<InputPart> content, long line) {
        InputPart part = content.next();
        try {
            return open(part, line);
        } catch (FileNotFoundException e) {
            throw new InputException(part.name() + " is not there any more; it was when the work began.", e);
        } catch (IOException e) {
            throw new InputException(part.name() + " cannot be opened: " + IoWords.of(e), e);
        }
    }

    private OpenPart open(InputPart part, long line) throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(part.location());
        Configuration configuration = hadoop.value().value();
        FileSystem files = path.getFileSystem(configuration);
        return part.whole() ? whole(part, path, files) : lines(part, path, files, line);
    }

    private static OpenPart lines(InputPart part, org.apache.hadoop.fs.Path path, FileSystem files, long line)
            throws IOException {
        FSDataInputStream in = files.open(path, BUFFER);
        in.seek(Math.max(0, part.start() - 1));
        LinePart lines = new LinePart(in, part.start(), part.end());
        return new OpenPart(Rows.lines(lines, part.name(), lines.position(), line), lines::lines, lines);
    }

    private static OpenPart whole(InputPart part, org.apache.hadoop.fs.Path path, FileSystem files) throws IOException {
        if ("file".equals(files.getScheme())) {
            Path here = Path.of(path.toUri().getPath());
            return new OpenPart(Rows.open(here, part.name()), () -> 0, () -> {});
        }
        // With the name's ending, which says what it is.
        Path folder = Files.createTempDirectory("counterpoint-");
        Path copy = folder.resolve(path.getName());
        Closeable removal = () -> {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(folder);
        };
        try (InputStream in = files.open(path, BUFFER)) {
            Files.copy(in, copy);
        }
        return new OpenPart(Rows.open(copy, part.name()), () -> 0, removal);
    }
}
