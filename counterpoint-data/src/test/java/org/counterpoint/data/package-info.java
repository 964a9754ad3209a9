/** Tests of the data room's types. */
@NullMarked
package org.counterpoint.data;

import org.jspecify.annotations.NullMarked;
