package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Something that answers prompts greedily, in one configuration. */
interface AnsweringPeer {

    String name();

    /** For the comparison of like with like: {@code fp32} or {@code bf16}. */
    String arithmetic();

    /** Whether it is Counterpoint. */
    boolean ours();

    /**
     * Answers all prompts at once, in a process of its own.
     *
     * @param prompts JSON lines with {@code messages}
     * @param count how many they are
     */
    Run run(Path model, Path prompts, int count, int newTokens, Path folder) throws IOException, InterruptedException;

    /**
     * What a run made, and how fast.
     *
     * @param tokens generated, the end token included
     * @param seconds loading left out
     */
    record Run(String generator, int prompts, int tokens, double seconds, long peakBytes, String command) {
        double tokensPerSecond() {
            return tokens / seconds;
        }
    }
}
