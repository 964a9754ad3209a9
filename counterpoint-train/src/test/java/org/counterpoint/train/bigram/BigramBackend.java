package org.counterpoint.train.bigram;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Message;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.store.Checksums;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.batch.LengthLimit;
import org.counterpoint.train.rollout.Sampler;
import org.counterpoint.train.run.Backend;
import org.counterpoint.train.run.Roles;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/** Bigram models, and one token a character. */
public class BigramBackend implements Backend {
    private final Consumer<BigramModel> onLoad;
    private int encoded;
    private int loaded;

    public BigramBackend() {
        this(model -> {});
    }

    /** @param onLoad sees every model that is loaded */
    public BigramBackend(Consumer<BigramModel> onLoad) {
        this.onLoad = onLoad;
    }

    public int encoded() {
        return encoded;
    }

    public int loaded() {
        return loaded;
    }

    @Override
    public boolean scoresTexts(Path folder) {
        return false;
    }

    @Override
    public TrainableModel loadModel(
            Path folder, HeadKind head, TrainSettings.Passes passes, Precision precision, boolean trainable) {
        BigramModel model = BigramModel.load(folder);
        loaded++;
        onLoad.accept(model);
        return model;
    }

    @Override
    public String weightsHash(Path folder) throws IOException {
        return Checksums.sha256(folder.resolve("model.bin"));
    }

    @Override
    public Precision precision(String name) {
        return Precision.FP32;
    }

    @Override
    public void readGroups(Path file, TrainingData.Use use, Ledger ledger, Consumer<ResponseGroup> sink) {
        try (Stream<ResponseGroup> groups = TrainingData.stream(file, use, ledger, Progress.NONE)) {
            groups.forEachOrdered(sink);
        }
    }

    @Override
    public Sampler sampler(TrainableModel policy) {
        return ((BigramModel) policy).sampler();
    }

    @Override
    public void requireSameTokens(Path model, Path reference) {
        // One token a character in all of them.
    }

    @Override
    public GroupEncoder openEncoder(Roles roles, TrainSettings.Data settings) {
        return new Characters(LengthLimit.of(settings.maxLength(), Integer.MAX_VALUE));
    }

    /** Token = character modulo the vocabulary; 0 ends a response. */
    private final class Characters implements GroupEncoder {
        private final LengthLimit limit;

        private Characters(LengthLimit limit) {
            this.limit = limit;
        }

        @Override
        public LengthLimit limit() {
            return limit;
        }

        @Override
        public Encoded encode(Prompt prompt, List<String> responses) {
            encoded++;
            String front = prompt instanceof Prompt.Chat chat
                    ? chat.messages().stream().map(Message::content).collect(Collectors.joining("\n"))
                    : ((Prompt.Plain) prompt).text();
            List<@Nullable TokenSequence> sequences = new ArrayList<>();
            List<@Nullable String> reasons = new ArrayList<>();
            for (String response : responses) {
                if (response.contains("UNSPEAKABLE")) {
                    sequences.add(null);
                    reasons.add("template_error: cannot be said");
                } else {
                    sequences.add(new TokenSequence(tokens(front + response), front.length()));
                    reasons.add(null);
                }
            }
            return new Encoded(sequences, reasons, 0);
        }

        private int[] tokens(String text) {
            return java.util.stream.IntStream.concat(
                            text.chars().map(c -> 1 + c % (BigramModel.VOCABULARY - 1)),
                            java.util.stream.IntStream.of(0))
                    .toArray();
        }

        @Override
        public int[] encodePrompt(Prompt prompt) {
            String text = prompt instanceof Prompt.Chat chat
                    ? chat.messages().stream().map(Message::content).collect(Collectors.joining("\n"))
                    : ((Prompt.Plain) prompt).text();
            return text.chars().map(c -> 1 + c % (BigramModel.VOCABULARY - 1)).toArray();
        }

        @Override
        public String decode(int[] tokens) {
            return Arrays.stream(tokens)
                    .filter(token -> token != 0)
                    .mapToObj(token -> Character.toString('a' + token))
                    .collect(Collectors.joining());
        }

        @Override
        public Set<Integer> endTokens() {
            return Set.of(0);
        }

        @Override
        public String identity() {
            return "characters";
        }

        @Override
        public List<String> notices() {
            return List.of();
        }

        @Override
        public @Nullable String replacedTemplate() {
            return null;
        }

        @Override
        public void close() {}
    }
}
