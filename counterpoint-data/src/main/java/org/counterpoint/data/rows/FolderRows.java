package org.counterpoint.data.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.jspecify.annotations.Nullable;

/** The rows of a dataset folder as the Hugging Face hub has them: its data files, one after the other, by name. */
final class FolderRows implements RowReader {
    private static final List<String> ENDINGS =
            List.of(".parquet", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".json.gz", ".json.zst");

    private final List<Path> files;
    private final long size;
    private int opened;
    private long before;
    private @Nullable RowReader current;

    private FolderRows(List<Path> files, long size) {
        this.files = files;
        this.size = size;
    }

    /** @throws InputException where no data file lies in the folder or below it */
    static FolderRows open(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> isData(folder.relativize(file)))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new InputException(folder + " is a directory without data files (.parquet, .jsonl); give one that"
                    + " holds them, or a file of rows.");
        }
        long size = 0;
        for (Path file : files) {
            size += Files.size(file);
        }
        return new FolderRows(files, size);
    }

    /** Hidden files and folders are not data, nor are the descriptions that lie beside them. */
    private static boolean isData(Path file) {
        for (Path part : file) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    @Override
    public boolean hasNext() {
        while (true) {
            RowReader reader = current;
            if (reader != null && reader.hasNext()) {
                return true;
            }
            if (reader != null) {
                before += reader.size();
                reader.close();
                current = null;
            }
            if (opened == files.size()) {
                return false;
            }
            current = Rows.open(files.get(opened++));
        }
    }

    @Override
    public Row next() {
        RowReader reader = hasNext() ? current : null;
        if (reader == null) {
            throw new NoSuchElementException();
        }
        return reader.next();
    }

    @Override
    public long position() {
        return before + (current == null ? 0 : current.position());
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
        }
    }
}
