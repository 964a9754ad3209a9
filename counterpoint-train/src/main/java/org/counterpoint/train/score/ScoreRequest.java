package org.counterpoint.train.score;

import java.nio.file.Path;
import org.counterpoint.train.settings.TrainSettings.Data;
import org.counterpoint.train.settings.TrainSettings.Passes;

/**
 * What to score.
 *
 * @param model folder
 * @param data groups, pairs, or single answers
 * @param out a file of JSON Lines; written whole, by rename
 * @param text how rows become tokens; only {@code max_length}, template, end token and boundary count
 * @param overwrite whether to replace what stands at {@code out}
 */
public record ScoreRequest(Path model, Path data, Path out, Data text, Passes passes, boolean overwrite) {}
