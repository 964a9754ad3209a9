package org.counterpoint.train.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.counterpoint.train.TrainingException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prepared groups in a folder on disk, read one by one: only 16 bytes a group are in memory. A record is its length, its
 * CRC-32 and its bytes. Safe for use by several threads.
 */
public final class TokenStore implements AutoCloseable {
    static final String GROUPS = "groups.bin";
    static final String INDEX = "index.bin";
    static final String SUMMARY = "summary.json";
    static final int INDEX_ENTRY = 16;

    /** A store of another version of the program lacks what this one counts, and is made anew. */
    private static final ObjectReader SUMMARIES = JsonMapper.shared()
            .readerFor(StoreSummary.class)
            .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private final Path folder;
    private final FileChannel channel;
    private final ByteBuffer index;
    private final StoreSummary summary;

    private TokenStore(Path folder, StoreSummary summary) throws IOException {
        this.folder = folder;
        this.summary = summary;
        this.index = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(INDEX)));
        this.channel = FileChannel.open(folder.resolve(GROUPS), StandardOpenOption.READ);
    }

    /** Opens a store that was made from the inputs of this key; empty where there is none, or another's. */
    public static Optional<TokenStore> open(Path folder, String key) throws IOException {
        Path file = folder.resolve(SUMMARY);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            StoreSummary summary = SUMMARIES.readValue(Files.readString(file));
            boolean whole = Files.size(folder.resolve(INDEX)) == (long) summary.groups() * INDEX_ENTRY;
            return summary.key().equals(key) && whole ? Optional.of(new TokenStore(folder, summary)) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    public StoreSummary summary() {
        return summary;
    }

    /** The ledger of what was set aside when the store was made. */
    public Path ledger() {
        return folder.resolve(TokenStoreBuilder.LEDGER);
    }

    /** How many groups there are. */
    public int size() {
        return summary.groups();
    }

    /** The mean of the ordering score over the group's pairs; NaN where it has none. */
    public double score(int ordinal) {
        return index.getDouble(ordinal * INDEX_ENTRY + 8);
    }

    /** @throws TrainingException where the record is damaged */
    public PreparedGroup read(int ordinal) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(8);
        long at = index.getLong(ordinal * INDEX_ENTRY);
        fill(head, at);
        int length = head.getInt(0);
        if (length < 0 || length > channel.size() - at - 8) {
            throw damaged(ordinal);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        fill(bytes, at + 8);
        CRC32 crc = new CRC32();
        crc.update(bytes.array());
        if ((int) crc.getValue() != head.getInt(4)) {
            throw damaged(ordinal);
        }
        return GroupCodec.read(bytes.array());
    }

    /** The groups with these ordinals, in their order. */
    public List<PreparedGroup> read(int[] ordinals) throws IOException {
        List<PreparedGroup> groups = new ArrayList<>(ordinals.length);
        for (int ordinal : ordinals) {
            groups.add(read(ordinal));
        }
        return groups;
    }

    private void fill(ByteBuffer buffer, long at) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new TrainingException("the token cache ends too early\n  delete " + folder + " and start again");
            }
        }
    }

    private TrainingException damaged(int ordinal) {
        return new TrainingException(
                "group " + ordinal + " of the token cache is damaged\n  delete " + folder + " and start again");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
