package org.counterpoint.api;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Role;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.batch.LengthLimit;
import org.counterpoint.train.batch.SequenceScorer;
import org.counterpoint.train.run.EngineBackend;
import org.counterpoint.train.run.Roles;
import org.counterpoint.train.score.ScoreChoices;
import org.counterpoint.train.settings.TrainSettings.Forward;

/**
 * How likely a model finds answers, by the code that training uses. For one thread.
 *
 * <pre>{@code
 * try (TextScorer scorer = TextScorer.open(model)) {
 *     List<Double> logps = scorer.score("Name a colour.", List.of("Blue.", "colour"));
 * }
 * }</pre>
 */
public final class TextScorer implements AutoCloseable {
    private final GroupEncoder encoder;
    private final TrainableModel model;
    private final SequenceScorer scorer;

    private TextScorer(GroupEncoder encoder, TrainableModel model, ScoreChoices choices) {
        this.encoder = encoder;
        this.model = model;
        this.scorer = new SequenceScorer(
                model,
                choices.passes().forward() == Forward.SHARED_PREFIX,
                choices.passes().microBatchTokens());
    }

    /**
     * Opens a model folder, an adapter's too, in fp32.
     *
     * @throws org.counterpoint.engine.ModelException where it cannot be used
     */
    public static TextScorer open(Path folder) {
        return open(folder, Map.of());
    }

    /**
     * The same.
     *
     * @param settings those of {@code counterpoint score --help}, such as {@code max_length} or {@code precision}
     * @throws InputException naming all that is wrong with them
     */
    public static TextScorer open(Path folder, Map<String, Object> settings) {
        ScoreChoices choices =
                ScoreChoices.SCHEMA.read(settings).orElseThrow(faults -> new InputException(String.join("\n", faults)));
        EngineBackend backend = new EngineBackend(null, choices.weights());
        GroupEncoder encoder = backend.openEncoder(Roles.of(folder), choices.text());
        try {
            TrainableModel model = backend.loadModel(
                    folder,
                    HeadKind.logProbabilities(),
                    choices.passes(),
                    backend.precision(choices.passes().precision()),
                    false);
            return new TextScorer(encoder, model, choices);
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    /**
     * The sum of the log-probabilities of each answer's tokens after the question, in nats.
     *
     * @throws InputException where an answer cannot be scored, saying why
     */
    public List<Double> score(String question, List<String> answers) {
        return score(List.of(new Message(Role.USER, question)), answers);
    }

    /** The same after a conversation. */
    public List<Double> score(List<Message> conversation, List<String> answers) {
        GroupEncoder.Encoded encoded = encoder.encode(new Prompt.Chat(conversation), answers);
        LengthLimit limit = encoder.limit();
        for (int i = 0; i < answers.size(); i++) {
            TokenSequence sequence = encoded.sequences().get(i);
            if (sequence == null || sequence.tokens().length > limit.tokens()) {
                throw new InputException("answer " + (i + 1) + " cannot be scored: "
                        + (sequence == null
                                ? encoded.reasons().get(i)
                                : sequence.tokens().length + " tokens with the question, " + limit.words()));
            }
        }
        List<TokenSequence> sequences =
                encoded.sequences().stream().map(Objects::requireNonNull).toList();
        return Arrays.stream(scorer.score(List.of(sequences))[0]).boxed().toList();
    }

    @Override
    public void close() {
        try (encoder) {
            model.close();
        }
    }
}
