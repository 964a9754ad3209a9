/**
 * The demo's world: short instructions with exactly one right answer each, many phrasings, and graders that say how
 * right an answer is and why. All of it follows from a seed. What is trained on it, and how, is decided elsewhere.
 */
@NullMarked
package org.counterpoint.demo.world;

import org.jspecify.annotations.NullMarked;
