/** Tests of {@code org.counterpoint.data.yaml}. */
@NullMarked
package org.counterpoint.data.yaml;

import org.jspecify.annotations.NullMarked;
