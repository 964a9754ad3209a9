/**
 * What the whole house speaks of: prompt, response, response group, pair, ledger; and the readers and
 * writers of their files. Nothing here builds pairs, tokenises or trains.
 */
@NullMarked
package org.counterpoint.data;

import org.jspecify.annotations.NullMarked;
