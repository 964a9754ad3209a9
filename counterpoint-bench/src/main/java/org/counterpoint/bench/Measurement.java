package org.counterpoint.bench;

/**
 * One run of one contestant.
 *
 * @param secondsReference the reference pass; 0 where it cannot be told from training
 * @param secondsTraining the rest of the epoch; loading and the final write are in neither
 * @param referenceApart whether the two are told apart
 * @param secondsProcess the whole process, loading included
 * @param peakBytes of the whole process
 * @param firstLoss of the first step
 * @param lastLoss of the last step
 * @param command how it was started
 */
record Measurement(
        String contestant,
        int pairs,
        double secondsReference,
        double secondsTraining,
        boolean referenceApart,
        double secondsProcess,
        long peakBytes,
        double firstLoss,
        double lastLoss,
        String command) {

    double pairsPerSecond() {
        return pairs / (secondsReference + secondsTraining);
    }

    /** Not a number where the reference pass cannot be told from training. */
    double pairsPerSecondWithoutReference() {
        return referenceApart ? pairs / secondsTraining : Double.NaN;
    }
}
