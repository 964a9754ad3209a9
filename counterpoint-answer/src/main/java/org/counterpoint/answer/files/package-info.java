/** Where outputs go: taken or free, written beside and renamed. */
@NullMarked
package org.counterpoint.answer.files;

import org.jspecify.annotations.NullMarked;
