package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Path;

/** A trainer in one configuration. */
interface Contestant {

    /** Unique among the contestants of a comparison, and what the table calls it. */
    String name();

    /** The arithmetic, for the comparison of like with like: {@code fp32} or {@code bf16}. */
    String arithmetic();

    /** Whether it is Counterpoint. */
    boolean ours();

    /** Trains one epoch in a process of its own, which may write what it wants into the folder. */
    Measurement run(Workload workload, Path folder) throws IOException, InterruptedException;
}
