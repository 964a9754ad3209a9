package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.counterpoint.data.Counts;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.data.rows.DataPlace;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.store.Checksums;
import org.counterpoint.train.algorithm.Algorithm;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.batch.Selection;
import org.counterpoint.train.batch.SetAsideWords;
import org.counterpoint.train.batch.StoreSummary;
import org.counterpoint.train.batch.TokenStore;
import org.counterpoint.train.batch.TokenStoreBuilder;
import org.counterpoint.train.settings.TrainSettings;

/**
 * A data file of a run, or a folder of them: training or held-out.
 *
 * @param hash of its bytes
 */
record DataSet(Path file, String hash) {
    private static final double MERGED_TO_WARN_OF = 0.01;
    private static final int GROUPS_A_NOTE = 64;

    /** @throws InputException where there is no such file */
    static DataSet of(Path file) throws IOException {
        return new DataSet(file, new DataPlace(file).hash());
    }

    /**
     * The groups as tokens, from the cache where it was made from the same.
     *
     * @param ledger where it is kept what was set aside if the file cannot be used
     */
    TokenStore prepare(
            Path folder,
            Path ledger,
            GroupFiles files,
            GroupEncoder encoder,
            TrainSettings settings,
            Algorithm algorithm,
            TrainProgress progress)
            throws IOException {
        String key = key(encoder, settings, algorithm);
        Optional<TokenStore> cached = TokenStore.open(folder, key);
        TokenStore store;
        try {
            store = cached.isPresent()
                    ? cached.get()
                    : build(folder, key, files, encoder, settings, algorithm, progress);
        } catch (InputException e) {
            throw LedgerFile.kept(TokenStoreBuilder.unfinishedLedger(folder), ledger, e);
        }
        if (store.size() == 0 || store.summary().setAside().containsKey(Reasons.TRUNCATED_FILE)) {
            store.close();
            InputException failure = new InputException(
                    store.size() == 0
                            ? "nothing to train on is left of " + file + describeSetAside(store.summary())
                                    + SetAsideWords.mend(store.summary().setAside())
                            : file + " ends too early or is damaged" + describeSetAside(store.summary())
                                    + "\nget the whole file: a model would be trained on a part of it");
            throw LedgerFile.kept(store.ledger(), ledger, failure);
        }
        return store;
    }

    private TokenStore build(
            Path folder,
            String key,
            GroupFiles files,
            GroupEncoder encoder,
            TrainSettings settings,
            Algorithm algorithm,
            TrainProgress progress)
            throws IOException {
        progress.phase("preparing " + file.getFileName(), 0, 0);
        TokenStoreBuilder.build(
                folder,
                key,
                (ledger, sink) -> files.readGroups(file, use(settings, algorithm), ledger, told(sink, progress)),
                encoder,
                settings.data(),
                selection(settings, algorithm),
                settings.curriculum().score());
        TokenStore store = TokenStore.open(folder, key)
                .orElseThrow(() -> new IOException("the token cache " + folder + " vanished as it was written"));
        tell(store.summary(), progress);
        return store;
    }

    private static TrainingData.Use use(TrainSettings settings, Algorithm algorithm) {
        if (!algorithm.learnsResponses()) {
            return TrainingData.Use.PREFERENCES;
        }
        return settings.data().everyTurn() ? TrainingData.Use.EVERY_TURN : TrainingData.Use.SFT;
    }

    /** Says now and then how far it is. */
    private Consumer<ResponseGroup> told(Consumer<ResponseGroup> sink, TrainProgress progress) {
        AtomicLong done = new AtomicLong();
        return group -> {
            sink.accept(group);
            if (done.incrementAndGet() % GROUPS_A_NOTE == 0) {
                progress.phase("preparing " + file.getFileName(), done.get(), 0);
            }
        };
    }

    /** A hash of all that the tokens depend on. */
    String key(GroupEncoder encoder, TrainSettings settings, Algorithm algorithm) {
        String all = String.join(
                "\n",
                hash,
                encoder.identity(),
                settings.data().toString(),
                encoder.limit().toString(),
                selection(settings, algorithm).toString(),
                "score " + settings.curriculum().score());
        return HexFormat.of().formatHex(Checksums.sha256().digest(all.getBytes(StandardCharsets.UTF_8)));
    }

    private static Selection selection(TrainSettings settings, Algorithm algorithm) {
        return algorithm.selection(settings.data(), settings.curriculum().kind().usesTypes());
    }

    private void tell(StoreSummary summary, TrainProgress progress) {
        List<String> lines = new ArrayList<>();
        lines.add(file + ": " + summary.groups() + " groups, " + summary.responses() + " responses, " + summary.tokens()
                + " tokens, padding 0 % (batches are packed)");
        summary.pairs().forEach((type, count) -> lines.add("pairs " + type + ": " + count));
        summary.lostPairs().forEach((type, count) -> lines.add("pairs lost " + type + ": " + count));
        if (!summary.setAside().isEmpty()) {
            lines.add("left out" + describeSetAside(summary));
        }
        if (summary.truncated() > 0) {
            lines.add("truncated: " + summary.truncated() + " responses, which lose their end of turn");
        }
        double merged = (double) summary.merged() / Math.max(1, summary.encoded());
        if (summary.merged() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%sresponses that share a token with their prompt: %d (%.2f %%)",
                    merged > MERGED_TO_WARN_OF ? "warning: " : "",
                    summary.merged(),
                    100 * merged));
        }
        summary.losses().forEach(words -> lines.add("warning: " + words));
        progress.notice(String.join("\n  ", lines));
    }

    private static String describeSetAside(StoreSummary summary) {
        Map<String, Long> counts = summary.setAside();
        if (counts.isEmpty()) {
            return "";
        }
        return ": " + Counts.words(counts) + ", the first at " + summary.firstSetAside();
    }
}
