package org.counterpoint.answer.local;

import java.nio.file.Path;
import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.model.RewardModel;
import org.counterpoint.engine.text.Boundary;
import org.counterpoint.engine.text.ChatMessage;
import org.counterpoint.engine.text.EncodedGroup;
import org.counterpoint.engine.text.PromptText;
import org.counterpoint.engine.text.TextCodec;
import org.counterpoint.eval.judge.Grader;
import org.jspecify.annotations.Nullable;

/** A reward model's folder as a grader: the question and the answer in its chat template, the score at their end. */
public final class LocalReward implements Grader, AutoCloseable {
    private final TextCodec codec;
    private final RewardModel model;

    private LocalReward(TextCodec codec, RewardModel model) {
        this.codec = codec;
        this.model = model;
    }

    /**
     * @param base of an adapter; null for where the adapter says
     * @throws ModelException where the folder cannot be used
     */
    public static LocalReward open(Path folder, @Nullable Path base) {
        TextCodec codec = TextCodec.open(folder, base, null, false);
        try {
            RewardModel model = RewardModel.load(folder, base);
            codec.requireFits(model.config().vocabulary().size());
            return new LocalReward(codec, model);
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    @Override
    public Grade grade(String instruction, String answer) {
        PromptText prompt = new PromptText.Chat(List.of(new ChatMessage("user", instruction)));
        EncodedGroup encoded = codec.encode(prompt, List.of(answer), Boundary.SPLIT);
        TokenSequence text = encoded.sequences().get(0);
        if (text == null) {
            throw new InputException("an answer cannot be shown to the reward model ("
                    + encoded.reasons().get(0) + "): the answer to \"" + shortened(instruction) + "\"");
        }
        int positions = model.config().positions().most();
        if (text.tokens().length > positions) {
            throw new InputException("an answer cannot be shown to the reward model (" + text.tokens().length
                    + " tokens with the question, the model has " + positions + " positions): the answer to \""
                    + shortened(instruction) + "\"");
        }
        return new Grade(model.score(text.tokens()), "the reward model's score");
    }

    private static String shortened(String text) {
        int end = text.offsetByCodePoints(0, Math.min(80, text.codePointCount(0, text.length())));
        return text.substring(0, end) + (end < text.length() ? "..." : "");
    }

    @Override
    public void close() {
        try (codec) {
            model.close();
        }
    }
}
