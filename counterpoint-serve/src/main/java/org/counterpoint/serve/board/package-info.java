/**
 * The live board: finds runs below some folders, follows what they write, and shows it on a page as it comes. It reads
 * runs and changes none of their files; what the files mean is said by the rooms that write them.
 */
@NullMarked
package org.counterpoint.serve.board;

import org.jspecify.annotations.NullMarked;
