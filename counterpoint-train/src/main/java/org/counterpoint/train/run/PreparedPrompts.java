package org.counterpoint.train.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.counterpoint.store.Checksums;
import org.counterpoint.train.rollout.PromptSteps;
import org.counterpoint.train.rollout.RolloutPrompt;

/**
 * The prompts that a policy answers.
 *
 * @param held out; empty for none
 */
record PreparedPrompts(PromptSteps training, List<RolloutPrompt> held) {

    /** A hash of all ids and tokens. */
    byte[] content() {
        MessageDigest digest = Checksums.sha256();
        take(training.prompts(), digest);
        take(held, digest);
        return digest.digest();
    }

    private static void take(List<RolloutPrompt> prompts, MessageDigest digest) {
        take(prompts.size(), digest);
        for (RolloutPrompt prompt : prompts) {
            byte[] id = prompt.id().getBytes(StandardCharsets.UTF_8);
            take(id.length, digest);
            digest.update(id);
            take(prompt.tokens().length, digest);
            for (int token : prompt.tokens()) {
                take(token, digest);
            }
        }
    }

    private static void take(int number, MessageDigest digest) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}
