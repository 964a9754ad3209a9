package org.counterpoint.pairs;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Set;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Refusals;
import org.counterpoint.data.Thoughts;
import org.counterpoint.data.spill.Scratch;

/** What is told and read before the first answer: the choices, and the verdicts that they name. */
public final class PairSetup implements Closeable {
    private final PairChoices choices;
    private final Judging judging;
    private final Refusals refusals;

    /**
     * @param folder where the ledger of the verdicts' files goes
     * @throws org.counterpoint.data.InputException where a file of verdicts or refusals cannot be used
     */
    public PairSetup(PairChoices choices, Path folder, Progress progress) {
        this.choices = choices;
        this.refusals = choices.choose().refusalList();
        this.judging = Judging.read(choices.measure(), folder, progress);
    }

    /** What tells a refusal. */
    public Refusals refusals() {
        return refusals;
    }

    /** What tells a thought. */
    public Thoughts thoughts() {
        return choices.choose().thoughts().thoughts();
    }

    /**
     * The construction, once it is known who answered.
     *
     * @param scratch what must be compared lies there
     * @throws org.counterpoint.data.InputException where the order and the models do not fit together, verdicts leave it
     *     open, or a file that the choices name cannot be used
     */
    public PairConstruction place(Set<String> models, Scratch scratch) {
        return new PairConstruction(
                choices, PlacedOrder.place(choices.order(), models, judging.ledger()), judging, models, scratch);
    }

    @Override
    public void close() {
        judging.close();
    }
}
