@NullMarked
package org.counterpoint.data.work;

import org.jspecify.annotations.NullMarked;
