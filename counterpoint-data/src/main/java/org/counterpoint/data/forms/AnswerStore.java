package org.counterpoint.data.forms;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Answer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.data.Origin;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.rows.RowPlace;
import org.counterpoint.data.rows.Rows;
import org.counterpoint.data.spill.AnswerCodec;
import org.counterpoint.data.spill.ReadWindows;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.spill.ValueFile;
import org.jspecify.annotations.Nullable;

/**
 * Answers that were read once and are wanted again, in whatever order. Those of a plain file stay there: only their
 * places are noted, and a checksum tells a file that was changed meanwhile. The others, of a compressed file or a
 * table, are put into a scratch file.
 */
public final class AnswerStore implements Closeable {
    /** Each holds a descriptor; the answers of further files are copied. */
    private static final int MOST_FILES = 200;

    private final ValueFile<AnswerSpot> spots;
    private final ValueFile<Answer> copies;
    private final Map<Source, Integer> numbers = new LinkedHashMap<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<FileChannel> channels = new ArrayList<>();
    private final BenchQuestions questions = new BenchQuestions();
    private final ReadWindows windows = new ReadWindows();

    private record Source(String file, @Nullable String model) {}

    /** An answer as it lies on the disk, to be {@link #decode decoded}. */
    public record Kept(AnswerSpot spot, byte[] bytes) {}

    public AnswerStore(Scratch scratch) {
        this.spots = new ValueFile<>(new AnswerSpot.SpotCodec(), scratch);
        this.copies = new ValueFile<>(new AnswerCodec(), scratch);
    }

    /** Keeps an answer and says where. */
    public long add(PlacedAnswer placed) {
        Answer answer = placed.answer();
        Origin origin = answer.origin();
        RowPlace place = placed.place();
        int source = place == null ? AnswerSpot.COPY : source(origin.file(), placed.model());
        if (place == null || source == AnswerSpot.COPY) {
            return spots.add(AnswerSpot.ofCopy(copies.add(answer)));
        }
        return spots.add(new AnswerSpot(source, placed.number(), origin.line(), origin.element(), place));
    }

    private int source(String file, @Nullable String model) {
        Source source = new Source(file, model);
        Integer known = numbers.get(source);
        if (known != null) {
            return known;
        }
        if (sources.size() == MOST_FILES) {
            return AnswerSpot.COPY;
        }
        try {
            channels.add(FileChannel.open(Path.of(file), StandardOpenOption.READ));
        } catch (IOException e) {
            throw new InputException(file + " cannot be opened a second time: " + IoWords.of(e), e);
        }
        sources.add(source);
        numbers.put(source, sources.size() - 1);
        return sources.size() - 1;
    }

    /** Ends the adding; answers are read after this. */
    public void finish() {
        spots.finish();
        copies.finish();
    }

    /** The answer that {@link #add} put there. Cheap where positions rise in a few rows. */
    public Kept get(long position) {
        AnswerSpot spot = spots.decode(spots.raw(position));
        RowPlace place = spot.place();
        if (spot.source() == AnswerSpot.COPY) {
            return new Kept(spot, copies.raw(place.offset()));
        }
        String file = sources.get(spot.source()).file();
        try {
            return new Kept(spot, windows.read(channels.get(spot.source()), place.offset(), place.length()));
        } catch (EOFException e) {
            throw new InputException(file + " was cut short while it was being used; run the command again.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read on: " + e.getMessage(), e);
        }
    }

    /** The answers themselves; safe to call from several threads. */
    public List<Answer> decode(List<Kept> group) {
        List<Answer> answers = new ArrayList<>(group.size());
        List<Answer> row = List.of();
        AnswerSpot last = null;
        for (Kept kept : group) {
            AnswerSpot spot = kept.spot();
            if (spot.source() == AnswerSpot.COPY) {
                answers.add(copies.decode(kept.bytes()));
                continue;
            }
            if (last == null || !last.sameRow(spot)) {
                row = again(spot, kept.bytes());
                last = spot;
            }
            answers.add(row.get(spot.number()));
        }
        return answers;
    }

    private List<Answer> again(AnswerSpot spot, byte[] bytes) {
        Source source = sources.get(spot.source());
        Origin origin = new Origin(source.file(), spot.line(), spot.element());
        Row.Valid row = Rows.again(bytes, origin, spot.place());
        try {
            return AnswerReader.answers(row, new AnswerContext(source.model(), questions), fault -> {});
        } catch (RowFault e) {
            throw new IllegalStateException(origin + " held an answer and does not now", e);
        }
    }

    @Override
    public void close() {
        try (spots;
                copies) {
            for (FileChannel channel : channels) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a file of answers cannot be closed", e);
        }
    }
}
