/**
 * The demo: a recipe with a world, models and answers of its own, what came out of it with intervals, and its report.
 * Nothing here is used by other commands.
 */
@NullMarked
package org.counterpoint.demo;

import org.jspecify.annotations.NullMarked;
