package org.counterpoint.train.plan;

/**
 * The most memory that a run holds at once, by what takes it, in bytes.
 *
 * @param weights in the process's own memory
 * @param mappedWeights as they lie in their files; the system keeps of them what there is room for
 * @param beside models beside the one that is learnt: a policy's reference, reward and value models, what draws answers
 * @param activations what the largest micro-batch keeps, and what one layer's way back makes on top
 * @param process the Java heap, the native libraries and the tokenizer
 * @param libraries files of programs, which the system may drop and read again
 */
public record MemoryParts(
        long weights,
        long mappedWeights,
        long gradients,
        long moments,
        long beside,
        long activations,
        long logits,
        long attention,
        long process,
        long libraries) {

    /** What no file holds: it must fit, or the system ends the process. */
    long anonymous() {
        return weights + gradients + moments + beside + activations + logits + attention + process;
    }

    /** @param room for all of it, files included */
    long resident(long room) {
        long files = mappedWeights + libraries;
        return anonymous() + Math.min(files, Math.max(libraries, room - anonymous()));
    }
}
