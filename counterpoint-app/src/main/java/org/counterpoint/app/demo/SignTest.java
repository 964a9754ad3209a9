package org.counterpoint.app.demo;

/**
 * Two models on the same questions: does one get more right? Only the questions on which they differ tell anything.
 *
 * @param onlyFirst questions that only the first got right
 * @param onlySecond questions that only the second got right
 */
record SignTest(int onlyFirst, int onlySecond) {

    private static final double LEVEL = 0.05;

    /** The exact two-sided probability of a split at least as uneven if both were equally good. */
    double probability() {
        int n = onlyFirst + onlySecond;
        if (n == 0) {
            return 1;
        }
        double logHalf = n * Math.log(0.5);
        double tail = 0;
        double logChoose = 0;
        for (int k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
            tail += Math.exp(logChoose + logHalf);
            logChoose += Math.log(n - k) - Math.log(k + 1.0);
        }
        return Math.min(1, 2 * tail);
    }

    /** Whether it is below the usual 5 %. */
    boolean tells() {
        return probability() < LEVEL;
    }
}
