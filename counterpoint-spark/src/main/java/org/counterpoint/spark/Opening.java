package org.counterpoint.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;

/** How a task opens its part of the input, as often as the part is read. */
@FunctionalInterface
interface Opening<T> extends Serializable {
    /**
     * @param content what the partition holds
     * @param line the number of the part's first line in its file
     * @throws org.counterpoint.data.InputException where what is there cannot be used
     */
    OpenPart open(Iterator<T> content, long line) throws IOException;
}
