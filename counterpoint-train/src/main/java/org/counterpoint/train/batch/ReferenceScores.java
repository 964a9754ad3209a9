package org.counterpoint.train.batch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import org.counterpoint.engine.ScoringModel;
import org.counterpoint.store.Checksums;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.settings.TrainSettings.Forward;
import org.counterpoint.train.settings.TrainSettings.Passes;

/**
 * The reference's log-probability of every response of a store, on disk: a hash of all that they depend on, then blocks
 * of a window of groups (count, values, CRC-32), appended as they are computed. What a crash leaves is used up to its
 * last whole block.
 */
public final class ReferenceScores {
    private static final int WINDOW = 16;

    private final Path file;
    private final TokenStore store;
    private final byte[] key;
    private final Passes passes;
    private final double[] scores;
    private int known;
    private int groups;
    private long validBytes;

    private ReferenceScores(Path file, TokenStore store, Passes passes, byte[] key) {
        this.file = file;
        this.store = store;
        this.passes = passes;
        this.key = key;
        this.scores = new double[Math.toIntExact(store.summary().responses())];
    }

    /**
     * @param weights hash of the reference's weights and numeric configuration
     * @param precision the arithmetic, resolved
     */
    public static ReferenceScores open(Path file, TokenStore store, Passes passes, String precision, String weights)
            throws IOException {
        ReferenceScores scores = new ReferenceScores(file, store, passes, digest(store, passes, precision, weights));
        scores.readBack();
        return scores;
    }

    /** A hash, in hex, of all that the scores depend on; parameters as of {@link #open}. */
    public static String key(TokenStore store, Passes passes, String precision, String weights) {
        return HexFormat.of().formatHex(digest(store, passes, precision, weights));
    }

    private static byte[] digest(TokenStore store, Passes passes, String precision, String weights) {
        String all = String.join(
                "\n",
                weights,
                precision,
                passes.forward().name(),
                Integer.toString(passes.microBatchTokens()),
                store.summary().content());
        return Checksums.sha256().digest(all.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether every response has its score. */
    public boolean complete() {
        return groups == store.size();
    }

    /** The reference's log-probabilities of the group's responses, in nats. */
    public double[] of(PreparedGroup group) {
        double[] own = new double[group.responses().size()];
        System.arraycopy(scores, Math.toIntExact(group.firstResponse()), own, 0, own.length);
        return own;
    }

    /**
     * Computes what is missing.
     *
     * @param done told how many groups are done
     * @throws TrainingException where a score is no number
     */
    public void complete(ScoringModel reference, LongConsumer done) throws IOException {
        SequenceScorer scorer =
                new SequenceScorer(reference, passes.forward() == Forward.SHARED_PREFIX, passes.microBatchTokens());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel))) {
            channel.truncate(validBytes);
            channel.position(validBytes);
            if (validBytes == 0) {
                out.write(key);
            }
            while (!complete()) {
                List<PreparedGroup> window = new ArrayList<>();
                for (int g = groups; g < Math.min(groups + WINDOW, store.size()); g++) {
                    window.add(store.read(g));
                }
                double[][] found = scorer.score(
                        window.stream().map(PreparedGroup::sequences).toList());
                out.write(block(window, found));
                groups += window.size();
                done.accept(groups);
            }
            channel.force(true);
        }
    }

    private byte[] block(List<PreparedGroup> window, double[][] found) {
        int first = known;
        for (int g = 0; g < found.length; g++) {
            for (int i = 0; i < found[g].length; i++) {
                if (!Double.isFinite(found[g][i])) {
                    throw new TrainingException("the reference's log-probability of "
                            + window.get(g).responses().get(i).model() + "'s answer in group "
                            + window.get(g).id() + " is " + found[g][i] + " ("
                            + window.get(g).responses().get(i).origin() + ")\n  its weights may be damaged");
                }
                scores[known++] = found[g][i];
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 + 8 * (known - first) + 4);
        bytes.putInt(window.size()).putInt(known - first);
        for (int i = first; i < known; i++) {
            bytes.putDouble(scores[i]);
        }
        bytes.putInt(crc(bytes.array(), bytes.position()));
        return bytes.array();
    }

    private void readBack() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            if (!Arrays.equals(in.readNBytes(key.length), key)) {
                return;
            }
            validBytes = key.length;
            while (!complete() && readBlock(in)) {
                // each block moves the end of what is known
            }
        }
    }

    /** Takes over one block; false at the end of what is whole. */
    private boolean readBlock(DataInputStream in) throws IOException {
        try {
            int windowGroups = in.readInt();
            int count = in.readInt();
            if (windowGroups < 1
                    || windowGroups > store.size() - groups
                    || count < 0
                    || count > scores.length - known) {
                return false;
            }
            ByteBuffer bytes = ByteBuffer.allocate(8 + 8 * count);
            bytes.putInt(windowGroups).putInt(count);
            in.readFully(bytes.array(), 8, 8 * count);
            if (in.readInt() != crc(bytes.array(), bytes.capacity())) {
                return false;
            }
            for (int i = 0; i < count; i++) {
                scores[known++] = bytes.getDouble(8 + 8 * i);
            }
            groups += windowGroups;
            validBytes += bytes.capacity() + 4L;
            return true;
        } catch (EOFException e) {
            return false;
        }
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
