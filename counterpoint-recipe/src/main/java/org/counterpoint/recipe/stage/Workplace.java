package org.counterpoint.recipe.stage;

import java.nio.file.Path;
import java.util.function.DoubleUnaryOperator;
import org.counterpoint.console.Console;

/**
 * Where a stage works.
 *
 * @param folder where the artifact is made
 * @param cache what stages of one run share; whatever lies there can be made again
 * @param force whether work starts also where less memory is free than it will take
 * @param wholeLeft the seconds that the whole run has left, from those that the stage seems to have left
 */
public record Workplace(Path folder, Path cache, Console console, boolean force, DoubleUnaryOperator wholeLeft) {}
