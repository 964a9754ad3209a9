@NullMarked
package org.counterpoint.spark;

import org.jspecify.annotations.NullMarked;
