/**
 * What rows mean: the forms in which people keep answers, groups, pairs and prompts, told apart by their keys, and
 * the readers that turn files of them into {@link org.counterpoint.data.Answer answers}, {@link
 * org.counterpoint.data.ResponseGroup groups} and {@link org.counterpoint.data.PromptRow prompts}. How a file is cut
 * into rows is not known here.
 */
@NullMarked
package org.counterpoint.data.forms;

import org.jspecify.annotations.NullMarked;
