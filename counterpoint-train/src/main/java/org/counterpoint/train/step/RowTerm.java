package org.counterpoint.train.step;

import java.util.List;
import org.counterpoint.engine.TokenSequence;

/** A part of a step's loss that depends on what the model gives by the rows of its own sequences alone. */
public interface RowTerm {

    /** What must be computed: responses of one prompt. */
    List<TokenSequence> sequences();

    /**
     * Takes the loss down and returns its derivatives.
     *
     * @param rows one array a sequence, a number a row
     * @return d step loss / d row, of the same shape, the step's division included
     * @throws NonFiniteLossException where the loss is no number
     */
    double[][] derivatives(double[][] rows);
}
