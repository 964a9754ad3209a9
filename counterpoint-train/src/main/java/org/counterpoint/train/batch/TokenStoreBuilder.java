package org.counterpoint.train.batch;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.write.JsonForms;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.FileFailure;
import org.counterpoint.store.WholeFile;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.train.settings.TrainSettings.Data;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes a {@link TokenStore}: whole, by renaming its folder at the end. */
public final class TokenStoreBuilder {
    /** The ledger in the store's folder. */
    public static final String LEDGER = "ledger.jsonl";

    private final Map<String, Long> setAside = new TreeMap<>();
    private String firstSetAside = "";

    /** Where the groups come from: whoever reads the data file, with a ledger for bad rows. */
    public interface Source {
        void read(Ledger ledger, Consumer<ResponseGroup> sink) throws IOException;
    }

    /**
     * @param folder of the store; replaced where it exists
     * @param key identifies all inputs
     * @param score the name of the score that will order the groups; null for none
     * @throws InputException where a pair lacks the score
     */
    public static void build(
            Path folder,
            String key,
            Source source,
            GroupEncoder encoder,
            Data settings,
            Selection selection,
            @Nullable String score)
            throws IOException {
        Path work = WholeFolder.fresh(folder);
        try {
            new TokenStoreBuilder().write(work, key, source, encoder, settings, selection, score);
        } catch (IOException e) {
            throw FileFailure.of(folder, e);
        }
        WholeFolder.delete(folder);
        WholeFolder.publish(work, folder);
    }

    /** The ledger of a store that was begun and came to nothing. */
    public static Path unfinishedLedger(Path folder) {
        return WholeFile.beside(folder).resolve(LEDGER);
    }

    private void write(
            Path work,
            String key,
            Source source,
            GroupEncoder encoder,
            Data settings,
            Selection selection,
            @Nullable String score)
            throws IOException {
        MessageDigest digest = Checksums.sha256();
        StoreSummary summary;
        try (DataOutputStream groups = output(work.resolve(TokenStore.GROUPS));
                DataOutputStream index = output(work.resolve(TokenStore.INDEX));
                DataOutputStream ledger = output(work.resolve(LEDGER))) {
            Preparation preparation = new Preparation(encoder, settings, selection, entry -> note(entry, ledger));
            long[] at = {0};
            Ledger ofRows = entry -> {
                note(entry, ledger);
                preparation.leftOut(entry);
            };
            source.read(ofRows, group -> {
                PreparedGroup prepared = preparation.prepare(group);
                if (prepared == null) {
                    return;
                }
                try {
                    byte[] bytes = GroupCodec.write(prepared);
                    CRC32 crc = new CRC32();
                    crc.update(bytes);
                    groups.writeInt(bytes.length);
                    groups.writeInt((int) crc.getValue());
                    groups.write(bytes);
                    index.writeLong(at[0]);
                    index.writeDouble(score == null ? Double.NaN : meanScore(group, selection, score));
                    at[0] += 8L + bytes.length;
                    digest.update(bytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                preparation.kept(prepared);
            });
            String content = HexFormat.of().formatHex(digest.digest());
            summary = preparation.counts().summary(setAside, firstSetAside, key, content);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.writeString(work.resolve(TokenStore.SUMMARY), JsonMapper.shared().writeValueAsString(summary));
    }

    private void note(LedgerEntry entry, DataOutputStream ledger) {
        if (entry.lostPair() == null) {
            setAside.merge(entry.reason(), 1L, Long::sum);
        }
        if (firstSetAside.isEmpty()) {
            firstSetAside = SetAsideWords.of(entry);
        }
        try {
            ledger.write((JsonForms.ledgerEntry(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double meanScore(ResponseGroup group, Selection selection, String name) {
        List<Pair> pairs = selection.ofResponses() ? group.pairs() : selection.pairs(group);
        double sum = 0;
        for (Pair pair : pairs) {
            Double value = pair.scores().get(name);
            if (value == null || !Double.isFinite(value)) {
                throw new InputException(group.origin() + ": the pair " + pair.type() + " of group " + group.id()
                        + " has no score " + name + "\n  curriculum.score orders groups by it");
            }
            sum += value;
        }
        return pairs.isEmpty() ? Double.POSITIVE_INFINITY : sum / pairs.size();
    }

    private static DataOutputStream output(Path file) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    }
}
