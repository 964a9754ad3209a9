package org.counterpoint.train.batch;

import java.util.List;
import java.util.Set;
import org.counterpoint.data.Prompt;
import org.counterpoint.engine.TokenSequence;
import org.jspecify.annotations.Nullable;

/** Text to tokens and back, with everything about tokenizer, template and seam decided beforehand. */
public interface GroupEncoder extends AutoCloseable {

    /** One prompt with its responses, in their order. */
    Encoded encode(Prompt prompt, List<String> responses);

    /**
     * One prompt alone, to be answered.
     *
     * @throws org.counterpoint.engine.ModelException where the template refuses it
     */
    int[] encodePrompt(Prompt prompt);

    /** How long the texts may be that the model takes. */
    LengthLimit limit();

    /** The text of an answer's tokens, special tokens left out. */
    String decode(int[] tokens);

    /** The tokens that end an answer. */
    Set<Integer> endTokens();

    /** A hash of everything that decides which tokens a text becomes. */
    String identity();

    /** What a user should know before training. */
    List<String> notices();

    /** The template to save with a checkpoint where it is not the model's own; null otherwise. */
    @Nullable
    String replacedTemplate();

    @Override
    void close();

    /**
     * @param sequences one a response; null where it was set aside
     * @param reasons why it was; null where it was not
     * @param merged how many of the responses share a token with the prompt's end
     */
    record Encoded(List<@Nullable TokenSequence> sequences, List<@Nullable String> reasons, int merged) {}
}
