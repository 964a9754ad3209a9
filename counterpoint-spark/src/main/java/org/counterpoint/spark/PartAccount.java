package org.counterpoint.spark;

import java.io.Serializable;
import org.counterpoint.data.forms.RowAccount;
import org.counterpoint.pairs.ReadAnswers;

/**
 * What one part of the input held.
 *
 * @param lines line ends in it
 * @param answers how many answers, or pairs, are joined by their prompts
 */
record PartAccount(int part, long lines, long answers, RowAccount rows, ReadAnswers read) implements Serializable {}
