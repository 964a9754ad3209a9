/**
 * An interpreter for chat templates: the part of the Jinja 2 language that transformers renders them
 * with, and nothing of the rest. Lexer, parser, evaluator; values as Python has them; limits against hostile
 * templates. Which template a model has, and what it is given, is not decided here.
 */
@NullMarked
package org.counterpoint.jinja;

import org.jspecify.annotations.NullMarked;
