/**
 * What happens to a group between the join and the files: pure steps that take a group and give what is left of it, and
 * surveys that must see all groups first. Which steps there are is not known here, nor where they run.
 */
@NullMarked
package org.counterpoint.pairs.core.step;

import org.jspecify.annotations.NullMarked;
