package org.counterpoint.data.rows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.data.Origin;
import org.counterpoint.store.BrokenLink;

/** Opens a file by what its name ends in. */
public final class Rows {
    private static final ThreadLocal<RowParser> PARSER = ThreadLocal.withInitial(RowParser::new);

    /** The files of a folder that are its data, for a person. */
    public static final String DATA_FILES = FolderRows.DATA_FILES;

    private Rows() {}

    /**
     * A row that was read before, from the bytes that are at its place now.
     *
     * @throws InputException where they are not what they were
     */
    public static Row.Valid again(byte[] bytes, Origin origin, RowPlace place) {
        boolean asIs = place.isOf(bytes);
        byte[] row = asIs ? bytes : withoutLineBreaks(bytes);
        if ((asIs || place.isOf(row))
                && PARSER.get().parse(row, 0, row.length, origin, place) instanceof Row.Valid valid) {
            return valid;
        }
        throw new InputException(origin + ": the file was changed while it was being used; run the command again when"
                + " nobody writes to it.");
    }

    /** Whether a file in a folder that is opened may be read as its data. */
    public static boolean isDataFile(String name) {
        Path file = Path.of(name);
        return FolderRows.isTable(file) || FolderRows.isArray(file);
    }

    /** As an array's element is cut. */
    private static byte[] withoutLineBreaks(byte[] bytes) {
        byte[] row = bytes.clone();
        for (int i = 0; i < row.length; i++) {
            row[i] = row[i] == '\n' || row[i] == '\r' ? (byte) ' ' : row[i];
        }
        return row;
    }

    /** Whether a name is that of a table or of lines, which are the data of a folder that has some. */
    public static boolean isTable(String name) {
        return FolderRows.isTable(Path.of(name));
    }

    /**
     * Opens {@code file}: {@code .json} as one array, {@code .parquet} as a table, anything else as JSON Lines (each of
     * the two text forms is known by how it begins where the name says the other); the first and last also compressed, with {@code .gz} or {@code .zst} after that. Of a folder all data files below
     * it are read, in the order of their names.
     *
     * @throws InputException where the file is missing, unreadable, empty or plainly of another kind
     */
    public static RowReader open(Path file) {
        if (Files.isDirectory(file)) {
            try {
                return FolderRows.open(file);
            } catch (IOException e) {
                throw new InputException(file + " cannot be looked through: " + IoWords.of(e), e);
            }
        }
        return open(file, file.toString());
    }

    /**
     * Opens a file that is a copy of another: what it is, its own name says.
     *
     * @param called what it is called in messages and origins
     * @throws InputException as {@link #open(Path)}
     */
    public static RowReader open(Path file, String called) {
        Compression compression = Compression.of(file);
        String name = compression.strip(file.toString().toLowerCase(Locale.ROOT));
        try {
            if (Files.size(file) == 0 && Files.isRegularFile(file)) {
                throw new InputException(called + " is empty (0 bytes); give a file that holds rows.");
            }
            if (name.endsWith(".parquet")) {
                if (compression != Compression.NONE) {
                    throw new InputException(called + ": a Parquet file is compressed within; unpack this one first.");
                }
                return ParquetRows.open(file, called);
            }
            return TextRows.open(file, called, compression, name.endsWith(".json"));
        } catch (NoSuchFileException e) {
            throw new InputException(BrokenLink.words(file).orElse(called + " does not exist; check the path."), e);
        } catch (IOException e) {
            throw new InputException(called + " cannot be opened: " + IoWords.of(e), e);
        }
    }

    /**
     * JSON Lines from within a file, to its end or to the end of a line.
     *
     * @param called what the file is called in messages and origins
     * @param offset where the stream's first byte stands in the file
     * @param line the number of the line that begins there, from 1
     */
    public static RowReader lines(InputStream in, String called, long offset, long line) throws IOException {
        return TextRows.lines(in, called, offset, line);
    }

    /** Rows that are in memory, each the text of one, numbered from {@code line} on. */
    public static RowReader of(Iterator<String> rows, String called, long line) {
        return new TextsAsRows(rows, called, line);
    }
}
