package org.counterpoint.recipe.plan;

import java.util.List;
import java.util.Map;
import org.counterpoint.recipe.stage.Given;
import org.counterpoint.settings.Values;

/**
 * One combination of a stage's own arms, its inputs not yet joined with the arms of other stages.
 *
 * @param labels by axis
 * @param given what the recipe says of it, with the places
 * @param whole whether nothing is wrong with its inputs
 */
record ArmDraft(Map<String, String> labels, Given given, Values settings, List<InputSource> sources, boolean whole) {}
