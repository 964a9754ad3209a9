package org.counterpoint.data.rows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.counterpoint.data.InputException;
import org.counterpoint.store.Checksums;
import org.jspecify.annotations.Nullable;

/** The rows of a dataset folder as the Hugging Face hub has them: its data files, one after the other, by name. */
final class FolderRows implements RowReader {
    private static final List<String> ENDINGS =
            List.of(".parquet", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".json.gz", ".json.zst");

    /** For a person. */
    static final String DATA_FILES = String.join(", ", ENDINGS) + ", .json";

    private static final String MODEL = "config.json";

    private static final List<String> DESCRIPTIONS = List.of("dataset_info.json", "dataset_infos.json", "state.json");

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
        return new FolderRows(files(folder), new DataPlace(folder).bytes());
    }

    /**
     * The data files of a folder, in the order in which they are read.
     *
     * @throws InputException where there is none
     */
    static List<Path> files(Path folder) throws IOException {
        List<Path> all = Checksums.visible(folder);
        List<Path> files = all.stream().filter(FolderRows::isTable).toList();
        if (files.isEmpty() && all.contains(folder.resolve(MODEL))) {
            throw new InputException(folder + " is a model's folder (it has a " + MODEL + "); give a file of rows, or"
                    + " a folder of such files.");
        }
        if (files.isEmpty()) {
            files = all.stream().filter(FolderRows::isArray).toList();
        }
        if (files.isEmpty()) {
            boolean arrow = all.stream().anyMatch(file -> file.toString().endsWith(".arrow"));
            throw new InputException(folder + " is a directory without data files (" + DATA_FILES + "); "
                    + (arrow
                            ? "its .arrow files are not read: write the data set with to_parquet in place of"
                                    + " save_to_disk."
                            : "give one that holds them, or a file of rows."));
        }
        return files;
    }

    static boolean isTable(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /** Plain JSON is data only where nothing else is: beside tables it describes them, as some files always do. */
    static boolean isArray(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".json") && !DESCRIPTIONS.contains(name);
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
