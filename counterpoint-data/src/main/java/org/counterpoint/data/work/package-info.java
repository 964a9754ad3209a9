/** Work in several threads whose results come in order, so that what is written does not depend on the threads. */
@NullMarked
package org.counterpoint.data.work;

import org.jspecify.annotations.NullMarked;
