package org.counterpoint.recipe.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One combination of a stage's own arms, its inputs not yet joined with the arms of other stages.
 *
 * @param labels by axis
 */
record ArmDraft(Map<String, String> labels, Map<String, @Nullable Object> settings, List<Source> sources) {}
