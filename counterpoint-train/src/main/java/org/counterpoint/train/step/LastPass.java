package org.counterpoint.train.step;

/** Is told how far the last of several passes is. */
interface LastPass {

    /**
     * All losses are taken down; what is left is to go backward.
     *
     * @param positions that all the passes compute
     */
    void scored(long positions);

    /** The next part of the gradients is as it will be. */
    void partDone();

    /** Of passes that nobody follows. */
    static LastPass unwatched() {
        return new LastPass() {
            @Override
            public void scored(long positions) {
                // Nobody waits for it.
            }

            @Override
            public void partDone() {
                // Nobody waits for it.
            }
        };
    }
}
